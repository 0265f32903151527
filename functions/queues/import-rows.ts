import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { workThrough } from '../../shared/aws/work-through.ts';
import { importMessageSchema } from '../../shared/imports/import-messages.ts';
import { runImportChunk, runInOrder } from '../../shared/imports/run-import-chunk.ts';
import { startImport } from '../../shared/imports/start-import.ts';
import { logger } from '../../shared/kernel/logger.ts';

/** Reads the import queue: per message the validation of a whole file, or the rows of one chunk. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  return workThrough('IMPORT_QUEUE_URL', event, work);
}

async function work(record: SQSRecord): Promise<void> {
  const message = importMessageSchema.parse(JSON.parse(record.body));
  const actor = { actor: 'system:import', correlationId: message.importId, causationId: record.messageId };
  try {
    if (message.kind === 'start') await startImport(message, actor);
    else if (message.kind === 'continue') await runInOrder(message, actor);
    else await runImportChunk(message, actor);
  } catch (error) {
    logger.error('An import message failed; SQS delivers it again', { error: error as Error, ...message });
    throw error;
  }
}

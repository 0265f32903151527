import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';
import { returnSoon } from '../../shared/aws/return-soon.ts';
import { importMessageSchema } from '../../shared/imports/import-messages.ts';
import { runImportChunk, runInOrder } from '../../shared/imports/run-import-chunk.ts';
import { startImport } from '../../shared/imports/start-import.ts';
import { logger } from '../../shared/kernel/logger.ts';

const processor = new BatchProcessor(EventType.SQS);

/** Reads the import queue: per message the validation of a whole file, or the rows of one chunk. */
export async function handler(event: SQSEvent, context: Context) {
  return processPartialResponse(event, work, processor, { context, throwOnFullBatchFailure: false });
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
    await returnSoon('IMPORT_QUEUE_URL', record);
    throw error;
  }
}

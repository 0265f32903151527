import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { workThrough } from '../../shared/aws/work-through.ts';
import { logger } from '../../shared/kernel/logger.ts';
import { fromDistributionItem, readDistributionItems } from '../../shared/posts/model/distribution-items.ts';
import { publicationRefSchema } from '../../shared/posts/model/publication-ref.ts';
import { checkAttempt } from '../../shared/posts/publishing/check-attempt.ts';

/** Reads the check queue: per message one plan whose worker should have ended by now. Nearly all have, so one read serves a batch. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const checks = new Map(
    event.Records.map(({ messageId, body }) => [messageId, publicationRefSchema.safeParse(parsed(body))]),
  );
  const items = readDistributionItems([...checks.values()].flatMap(({ data }) => data ?? []));
  return workThrough('CHECK_QUEUE_URL', event, async ({ messageId }) => {
    try {
      const ref = checks.get(messageId)!;
      if (!ref.success) throw ref.error;
      const { distributionId } = ref.data;
      const item = (await items).get(distributionId);
      const actor = { actor: 'system:publish', correlationId: distributionId, causationId: messageId };
      await checkAttempt(ref.data, item && fromDistributionItem(item), actor);
    } catch (error) {
      logger.error('A check failed; SQS delivers it again', { error: error as Error, messageId });
      throw error;
    }
  });
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

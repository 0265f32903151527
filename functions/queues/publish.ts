import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { workThrough } from '../../shared/aws/work-through.ts';
import type { Actor } from '../../shared/kernel/events/event.ts';
import { logger } from '../../shared/kernel/logger.ts';
import { type PublishMessage, publishMessageSchema } from '../../shared/posts/model/publication-ref.ts';
import { runPublication } from '../../shared/posts/publishing/run-publication.ts';

/** Reads the publish queue: per message one plan of one distribution, or the waiting posts of one account. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  return workThrough('PUBLISH_QUEUE_URL', event, work);
}

async function work(record: SQSRecord): Promise<void> {
  const message = publishMessageSchema.parse(JSON.parse(record.body));
  const correlationId = 'version' in message ? message.distributionId : message.platformId;
  try {
    const receives = Number(record.attributes.ApproximateReceiveCount);
    await dispatch(message, receives, { actor: 'system:publish', correlationId, causationId: record.messageId });
  } catch (error) {
    logger.error('A publish message failed; SQS delivers it again', { error: error as Error, ...message });
    throw error;
  }
}

/** What is not the post itself is rarer, and not pressed by a second: it is loaded where it comes. */
async function dispatch(message: PublishMessage, receives: number, actor: Actor): Promise<void> {
  switch (message.kind) {
    case 'publish': {
      const { kind, hop, ...ref } = message;
      return runPublication(ref, hop, actor);
    }
    case 'look': {
      const { lookUpOutcome } = await import('../../shared/posts/outcome/look-up-outcome.ts');
      return lookUpOutcome(message, actor);
    }
    case 'discard': {
      const { discardPrepared } = await import('../../shared/posts/publishing/discard-prepared.ts');
      return discardPrepared(message, receives, actor);
    }
    case 'line': {
      const { assignSendTimes } = await import('../../shared/posts/quota/assign-send-times.ts');
      return assignSendTimes(message, actor, receives > 1);
    }
    case 'release': {
      const { releaseHeld } = await import('../../shared/posts/outcome/release-held.ts');
      return releaseHeld(message, actor);
    }
    case 'orphans': {
      const { failOrphans } = await import('../../shared/posts/outcome/fail-orphans.ts');
      return failOrphans(message, actor);
    }
  }
}

import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';
import { returnSoon } from '../../shared/aws/return-soon.ts';
import { feedMessageSchema } from '../../shared/feeds/feed-messages.ts';
import { pollFeed } from '../../shared/feeds/poll-feed.ts';
import { logger } from '../../shared/kernel/logger.ts';

const processor = new BatchProcessor(EventType.SQS);

/** Reads the feed queue: one feed per message. */
export async function handler(event: SQSEvent, context: Context) {
  return processPartialResponse(event, work, processor, { context, throwOnFullBatchFailure: false });
}

async function work(record: SQSRecord): Promise<void> {
  const message = feedMessageSchema.parse(JSON.parse(record.body));
  const actor = { actor: 'system:feeds', correlationId: message.feedId, causationId: record.messageId };
  try {
    const polled = await pollFeed(message, actor);
    logger.info('Read a feed', { ...message, ...polled });
  } catch (error) {
    logger.error('Reading a feed failed; SQS delivers the message again', { error: error as Error, ...message });
    await returnSoon('FEED_QUEUE_URL', record);
    throw error;
  }
}

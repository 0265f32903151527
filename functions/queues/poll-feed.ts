import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { workThrough } from '../../shared/aws/work-through.ts';
import { type FeedMessage, feedMessageSchema } from '../../shared/feeds/feed-messages.ts';
import { planFeeds, planTenantFeeds } from '../../shared/feeds/plan-feeds.ts';
import { pollFeed } from '../../shared/feeds/poll-feed.ts';
import { logger } from '../../shared/kernel/logger.ts';

/** Reads the feed queue: per message one feed, or tenants to plan. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  return workThrough('FEED_QUEUE_URL', event, work);
}

async function work(record: SQSRecord): Promise<void> {
  const message = feedMessageSchema.parse(JSON.parse(record.body));
  try {
    await carryOut(message, record.messageId);
  } catch (error) {
    logger.error('A feed message failed; SQS delivers it again', { error: error as Error, ...message });
    throw error;
  }
}

async function carryOut(message: FeedMessage, causationId: string): Promise<void> {
  if ('feedId' in message) {
    const polled = await pollFeed(message, { actor: 'system:feeds', correlationId: message.feedId, causationId });
    return logger.info('Read a feed', { ...message, ...polled });
  }
  const messages = await (message.kind === 'plan' ? planTenantFeeds(message.tenantIds) : planFeeds(message.after));
  logger.info('Feeds planned', { messages });
}

import type { Item } from '../../kernel/table/client.ts';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import { putAlways } from '../../kernel/table/transact.ts';
import { DAY_MS } from '../../kernel/time/durations.ts';
import { postKeys } from './keys.ts';
import { type AccountRef, type PublishMessage, publishMessageSchema } from './publication-ref.ts';

/** Nobody reads the item again: its stream record is the message. */
const KEPT_SECONDS = DAY_MS / 1000;

/**
 * A worker whose time is over leaves the rest of its work to the next. By the table and its stream, not by a message to
 * the queue that it reads: Lambda ends a function that feeds its own queue after about 16 times.
 */
export function continueLater({ tenantId, platformId }: AccountRef, kind: 'line' | 'release'): LabelledAction {
  const now = Date.now();
  return putAlways({
    ...postKeys.continuation(tenantId, platformId, kind),
    ...{ kind, tenantId, platformId },
    // The stream tells only of changes.
    continuedAt: new Date(now).toISOString(),
    expiresAt: Math.floor(now / 1000) + KEPT_SECONDS,
  });
}

export function fromContinuationItem(item: Item): PublishMessage {
  return publishMessageSchema.parse(item);
}

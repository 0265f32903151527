import { createHash } from 'node:crypto';
import type { DistributionContent } from '../domain/content.ts';
import type { Distribution } from '../domain/distribution.ts';
import { keys } from './keys.ts';
import type { Key } from './table.ts';
import { check, GuardFailed, type LabelledAction, put, remove, transact } from './transact.ts';

const WINDOW_MS = 86_400_000;

/** What holds a text on a platform, and around which moment. */
type Holder = Pick<Distribution, 'tenantId' | 'platformId' | 'id' | 'contentHash'> & { heldAt: string };

/** The same title and text, whatever their white space and case, have the same hash. */
export function contentHash(content: DistributionContent): string {
  const { title = '', body, linkUrl = '', platformSpecific } = content;
  // A first comment is a thread of two.
  const { firstComment, thread: texts } = platformSpecific ?? {};
  const isComment = firstComment !== undefined && (!Array.isArray(texts) || texts.length === 0);
  const thread = JSON.stringify(isComment ? [firstComment] : texts) ?? '';
  const words = [title, body, linkUrl, ...(thread === '' ? [] : [thread])]
    .map((part) => part.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase())
    .join('\n');
  return createHash('sha256').update(words).digest('hex').slice(0, 32);
}

/**
 * Refused while another distribution holds the same text on this platform within 24 hours of `at`. There is one guard
 * for each day (UTC), so that the same text can come again later; the days before and after are looked at too.
 */
export function holdContentHash(state: Distribution, at: string): LabelledAction[] {
  if (state.contentHash === undefined) return [];
  const due = Date.parse(at);
  const holder = { ...state, heldAt: at };
  const condition = {
    expression:
      'attribute_not_exists(pk) OR distributionId = :self OR expiresAt < :nowSeconds OR dueAtMs < :earliest OR dueAtMs > :latest',
    values: {
      ':self': state.id,
      ':nowSeconds': Math.floor(Date.now() / 1000),
      ':earliest': due - WINDOW_MS,
      ':latest': due + WINDOW_MS,
    },
  };
  return [
    put('contentHash', guardItem(holder), condition),
    check('contentHash', guardKey(holder, -1), condition),
    check('contentHash', guardKey(holder, 1), condition),
  ];
}

/**
 * Frees the text for others: only the holder's own guard goes. Outside the holder's transaction, since a guard that
 * somebody else has taken over by now must not stop a cancel; one that stays by accident ends after 24 hours.
 */
export async function releaseContentHash(state: Distribution): Promise<void> {
  const heldAt = state.textHeldAt ?? state.scheduledFor;
  if (state.contentHash === undefined || heldAt === undefined) return;
  const own = { expression: 'distributionId = :self', values: { ':self': state.id } };
  try {
    await transact([remove('contentHash', guardKey({ ...state, heldAt }, 0), own)]);
  } catch (error) {
    if (!(error instanceof GuardFailed)) throw error;
  }
}

/** A text that went out on another day than it was held for is held for that day too: the next 24 hours are its own. */
export function holdSentText(state: Distribution, sentAt: string): LabelledAction[] {
  const heldAt = state.textHeldAt ?? state.scheduledFor;
  if (state.contentHash === undefined || heldAt?.slice(0, 10) === sentAt.slice(0, 10)) return [];
  return [put('sentText', guardItem({ ...state, heldAt: sentAt }))];
}

function guardItem(holder: Holder) {
  const due = Date.parse(holder.heldAt);
  return {
    ...guardKey(holder, 0),
    distributionId: holder.id,
    dueAtMs: due,
    expiresAt: Math.floor((Math.max(due, Date.now()) + WINDOW_MS) / 1000),
  };
}

function guardKey({ tenantId, platformId, contentHash, heldAt }: Holder, days: number): Key {
  const day = new Date(Date.parse(heldAt) + days * WINDOW_MS).toISOString().slice(0, 10);
  return keys.contentHash(tenantId, platformId, contentHash!, day);
}

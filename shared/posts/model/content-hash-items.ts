import { createHash } from 'node:crypto';
import type { Key } from '../../kernel/table/client.ts';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import { getItems } from '../../kernel/table/read.ts';
import { check, put, putAlways, remove } from '../../kernel/table/transact.ts';
import { tryTransact } from '../../kernel/table/try-transact.ts';
import { DAY_MS } from '../../kernel/time/durations.ts';
import type { DistributionContent } from '../../platforms/contract/content.ts';
import type { Distribution } from './distribution.ts';
import { postGuards } from './guards.ts';
import { postKeys } from './keys.ts';

/** The same text goes to the same platform once within this time. */
export const TEXT_WINDOW_MS = DAY_MS;

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
export function reserveText(state: Distribution, at: string): LabelledAction[] {
  if (state.contentHash === undefined) return [];
  const due = Date.parse(at);
  const holder = { ...state, heldAt: at };
  const condition = {
    expression:
      'attribute_not_exists(pk) OR distributionId = :self OR expiresAt < :nowSeconds OR dueAtMs < :earliest OR dueAtMs > :latest',
    values: {
      ':self': state.id,
      ':nowSeconds': Math.floor(Date.now() / 1000),
      ':earliest': due - TEXT_WINDOW_MS,
      ':latest': due + TEXT_WINDOW_MS,
    },
  };
  return [
    put(postGuards.contentHash, guardItem(holder), condition),
    check(postGuards.contentHash, guardKey(holder, -1), condition),
    check(postGuards.contentHash, guardKey(holder, 1), condition),
  ];
}

/** The post that holds each text within 24 hours of its moment, as `reserveText` finds it; undefined if none. */
export async function findTextHolders(posts: Holder[]): Promise<(string | undefined)[]> {
  const days = [0, -1, 1];
  const items = await getItems(posts.flatMap((post) => days.map((day) => guardKey(post, day))));
  return posts.map(({ id, heldAt }, place) => {
    const due = Date.parse(heldAt);
    const guards = items.slice(place * days.length, (place + 1) * days.length);
    const other = guards.find(
      (guard) =>
        guard !== undefined &&
        guard.distributionId !== id &&
        Number(guard.expiresAt) >= Math.floor(Date.now() / 1000) &&
        Math.abs(Number(guard.dueAtMs) - due) <= TEXT_WINDOW_MS,
    );
    return other && String(other.distributionId);
  });
}

/**
 * Frees the text for others: deletes only the holder's own guard. Runs outside the holder's transaction: a guard that
 * another post has taken over must not block a cancel. A guard left by mistake expires after 24 hours.
 */
export async function releaseText(state: Distribution): Promise<void> {
  const heldAt = state.textHeldAt ?? state.scheduledFor;
  if (state.contentHash === undefined || heldAt === undefined) return;
  const own = { expression: 'distributionId = :self', values: { ':self': state.id } };
  await tryTransact([remove(postGuards.contentHash, guardKey({ ...state, heldAt }, 0), own)]);
}

/** A text that went out on another day than it was held for is held for that day too: the next 24 hours are its own. */
export function holdSentText(state: Distribution, sentAt: string): LabelledAction[] {
  const heldAt = state.textHeldAt ?? state.scheduledFor;
  if (state.contentHash === undefined || heldAt?.slice(0, 10) === sentAt.slice(0, 10)) return [];
  return [putAlways(guardItem({ ...state, heldAt: sentAt }))];
}

function guardItem(holder: Holder) {
  const due = Date.parse(holder.heldAt);
  return {
    ...guardKey(holder, 0),
    distributionId: holder.id,
    dueAtMs: due,
    expiresAt: Math.floor((Math.max(due, Date.now()) + TEXT_WINDOW_MS) / 1000),
  };
}

function guardKey({ tenantId, platformId, contentHash, heldAt }: Holder, days: number): Key {
  const day = new Date(Date.parse(heldAt) + days * DAY_MS).toISOString().slice(0, 10);
  return postKeys.contentHash(tenantId, platformId, contentHash!, day);
}

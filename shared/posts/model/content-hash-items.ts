import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Item, Key } from '../../kernel/table/client.ts';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import { getItems } from '../../kernel/table/read.ts';
import { type Condition, check, update, updateAlways } from '../../kernel/table/transact.ts';
import { tryTransact } from '../../kernel/table/try-transact.ts';
import { DAY_MS } from '../../kernel/time/durations.ts';
import type { DistributionContent } from '../../platforms/contract/content.ts';
import type { Distribution } from './distribution.ts';
import { postGuards } from './guards.ts';
import { postKeys } from './keys.ts';

/** The same text goes to the same platform once within this time. */
export const TEXT_WINDOW_MS = DAY_MS;

const DAY_PREFIX = 'day';
const heldDaySchema = z.object({ heldBy: z.string(), atMs: z.number() });

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
 * Refused while another distribution holds the same text on this platform within 24 hours of `at`. One item holds a text
 * for a month (UTC), each day of it by itself, so that the same text can come again later. The days before and after are
 * looked at too: mostly they stand in the same item, and cost nothing.
 */
export function reserveText(state: Distribution, at: string): LabelledAction[] {
  if (state.contentHash === undefined) return [];
  const holder = { ...state, heldAt: at };
  const [own, ...others] = guardsAround(holder);
  const looks = others.map(({ key, days }) => check(postGuards.contentHash, key, isFree(holder, days)));
  const narrow = (item: Item) => ({ ...item, distributionId: holderIn(item, holder)?.heldBy });
  return [hold(holder, own, isFree(holder, own.days)), ...looks].map((action) => ({ ...action, narrow }));
}

/** The post that holds each text within 24 hours of its moment, as `reserveText` finds it; undefined if none. */
export async function findTextHolders(posts: Holder[]): Promise<(string | undefined)[]> {
  const keys = posts.map((post) => guardsAround(post).map(({ key }) => key));
  const items = await getItems(keys.flat());
  return posts.map((post, place) => {
    const guards = items.splice(0, keys[place]!.length);
    return guards.map((guard) => guard && holderIn(guard, post)?.heldBy).find((id) => id !== undefined);
  });
}

/**
 * Frees the text for others: only the holder's own day of the guard. Runs outside the holder's transaction: a guard that
 * another post has taken over must not block a cancel. A guard left by mistake is passed over after 24 hours.
 */
export async function releaseText(state: Distribution): Promise<void> {
  const heldAt = state.textHeldAt ?? state.scheduledFor;
  if (state.contentHash === undefined || heldAt === undefined) return;
  const [own] = guardsAround({ ...state, heldAt });
  const day = nameOf(heldAt);
  const isOwn = { expression: `${day}.heldBy = :self`, values: { ':self': state.id } };
  await tryTransact([update(postGuards.contentHash, own.key, `REMOVE ${day}`, {}, isOwn)]);
}

/** A text that went out on another day than it was held for is held for that day too: the next 24 hours are its own. */
export function holdSentText(state: Distribution, sentAt: string): LabelledAction[] {
  const heldAt = state.textHeldAt ?? state.scheduledFor;
  if (state.contentHash === undefined || heldAt?.slice(0, 10) === sentAt.slice(0, 10)) return [];
  const holder = { ...state, heldAt: sentAt };
  return [hold(holder, guardsAround(holder)[0])];
}

/** The days around a moment, by the item that holds them; the one of the moment itself first. */
interface Guard {
  key: Key;
  days: string[];
}

function guardsAround(holder: Holder): [Guard, ...Guard[]] {
  const days = [0, -1, 1].map((offset) =>
    new Date(Date.parse(holder.heldAt) + offset * DAY_MS).toISOString().slice(0, 10),
  );
  const months = [...new Set(days.map((day) => day.slice(0, 7)))];
  const guards = months.map((month) => ({
    key: postKeys.contentHash(holder.tenantId, holder.platformId, holder.contentHash!, month),
    days: days.filter((day) => day.startsWith(month)),
  }));
  return guards as [Guard, ...Guard[]];
}

/** Without a condition it takes the day whoever holds it. */
function hold({ id, heldAt }: Holder, { key, days }: Guard, condition?: Condition): LabelledAction {
  const set = `SET ${nameOf(days[0]!)} = :held, expiresAt = :expiresAt`;
  const values = {
    ':held': { heldBy: id, atMs: Date.parse(heldAt) },
    ':expiresAt': Math.floor((Math.max(endOfMonth(heldAt), Date.now()) + TEXT_WINDOW_MS) / 1000),
  };
  return condition === undefined
    ? updateAlways(key, set, values)
    : update(postGuards.contentHash, key, set, values, condition);
}

/** No other post holds the text on these days within 24 hours of the moment. */
function isFree({ id, heldAt }: Holder, days: string[]): Condition {
  const at = Date.parse(heldAt);
  const clauses = days.map(nameOf).map((day) => {
    return `(attribute_not_exists(${day}) OR ${day}.heldBy = :self OR ${day}.atMs < :earliest OR ${day}.atMs > :latest)`;
  });
  return {
    expression: clauses.join(' AND '),
    values: { ':self': id, ':earliest': at - TEXT_WINDOW_MS, ':latest': at + TEXT_WINDOW_MS },
  };
}

/** Of the days in a guard the one that refuses a post. */
function holderIn(guard: Item, { id, heldAt }: Holder): z.infer<typeof heldDaySchema> | undefined {
  const days = Object.entries(guard).filter(([name]) => name.startsWith(DAY_PREFIX));
  const held = days.map(([, day]) => heldDaySchema.parse(day));
  return held.find(({ heldBy, atMs }) => heldBy !== id && Math.abs(atMs - Date.parse(heldAt)) <= TEXT_WINDOW_MS);
}

/** `day07` of the 7th. */
const nameOf = (date: string) => `${DAY_PREFIX}${date.slice(8, 10)}`;
const endOfMonth = (instant: string) => Date.UTC(Number(instant.slice(0, 4)), Number(instant.slice(5, 7)), 1);

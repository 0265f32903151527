import type { Account } from '../../accounts/account.ts';
import type { PlannedTime } from '../../calendar/times/parse-requested-time.ts';
import type { PlannedPost } from '../../calendar/times/planned-posts.ts';
import type { OnConflict } from '../../calendar/times/resolve-conflict.ts';
import type { TimeReason } from '../../calendar/times/time-reason.ts';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import type { Distribution } from '../model/distribution.ts';

/** What is asked of the calendar for one post. */
export interface TimeRequest {
  account: Account;
  post: Pick<Distribution, 'id' | 'contentHash'>;
  /** An instant, a local time, `next_slot` or `optimal`. */
  scheduledFor?: string | undefined;
  timezone?: string | undefined;
  onConflict?: OnConflict | undefined;
  /** "optimal" looks from this instant on, if it is later than now. */
  notBefore?: string | undefined;
  /** Posts of the platform that were planned a moment ago, which its list may not show yet. */
  besides?: PlannedPost[] | undefined;
}

export interface ResolvedTime extends PlannedTime {
  /** The slot that the post takes. */
  slotKey: string | undefined;
  /** The writes that take the slot, or hold the minute that was found. */
  actions: LabelledAction[];
  /** Null where the time is the one that was asked for. */
  planned: TimeReason | null;
}

export const withoutSlot = (time: PlannedTime): ResolvedTime => {
  return { ...time, slotKey: undefined, actions: [], planned: null };
};

/** Nothing was found; the caller's problems say why. */
export const noTime = ({ timezone }: TimeRequest): ResolvedTime => {
  return withoutSlot({ scheduledFor: undefined, timezone, localTime: undefined, warnings: [] });
};

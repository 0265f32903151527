import type { Account } from '../../accounts/account.ts';
import type { PlannedTime } from '../../calendar/times/parse-requested-time.ts';
import type { PlannedPost } from '../../calendar/times/planned-posts.ts';
import type { Proposal } from '../../calendar/times/propose-times.ts';
import type { OnConflict } from '../../calendar/times/resolve-conflict.ts';
import type { TimeReason } from '../../calendar/times/time-reason.ts';
import type { ContentProblem } from '../../kernel/problem.ts';
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
  /** "next_slot" and "optimal" look from this instant on, if it is later than now. */
  notBefore?: string | undefined;
  /** Posts of the account that were planned a moment ago, which its list may not show yet. */
  unlistedPosts?: PlannedPost[] | undefined;
}

/** What is in the way of a time, and what is free near it. */
export interface TimeConflict {
  code: 'slot_taken' | 'time_conflict';
  problems: ContentProblem[];
  proposals: Proposal[];
}

export interface ResolvedTime extends PlannedTime {
  /** The slot that the post takes. */
  slotKey: string | undefined;
  /** The writes that take the slot, or reserve the minute that was found. */
  actions: LabelledAction[];
  /** Null where the time is the one that was asked for. */
  planned: TimeReason | null;
  /** What is wrong with the time itself. */
  problems: ContentProblem[];
  /** Why the post cannot have the time, which is kept here as it was asked for. */
  conflict: TimeConflict | undefined;
}

export const withoutSlot = (time: PlannedTime): ResolvedTime => {
  return { ...time, slotKey: undefined, actions: [], planned: null, problems: [], conflict: undefined };
};

/** No time was found; the problem says why. */
export const noTime = ({ timezone }: TimeRequest, problem: ContentProblem): ResolvedTime => {
  const time = withoutSlot({ scheduledFor: undefined, timezone, localTime: undefined, warnings: [] });
  return { ...time, problems: [problem] };
};

import type { Account } from '../../accounts/account.ts';
import { plannedTimeProblems, schedulingOff, takesPlannedTimes } from '../../accounts/planned-time.ts';
import { isFoundTime } from '../../calendar/times/found-time.ts';
import { parseRequestedTime, type Warning } from '../../calendar/times/parse-requested-time.ts';
import type { PlannedPost } from '../../calendar/times/planned-posts.ts';
import { contentIdProblems } from '../../content/content-id-problems.ts';
import { newId } from '../../kernel/ids.ts';
import type { ContentProblem } from '../../kernel/problem.ts';
import type { Asker } from '../../kernel/requests/request-context.ts';
import type { PlatformAdapter } from '../../platforms/contract/adapter.ts';
import type { DistributionContent } from '../../platforms/contract/content.ts';
import { contentNotes } from '../../platforms/contract/content-notes.ts';
import { adapterFor } from '../../platforms/registry.ts';
import { approvalFor, approvalWarnings } from '../approval/approval.ts';
import { contentHash, findTextHolders, TEXT_WINDOW_MS } from '../model/content-hash-items.ts';
import type { DistributionStatus } from '../model/distribution.ts';
import type { NewDistribution } from '../model/distribution-input.ts';
import { resolveTime } from '../times/resolve-time.ts';
import { type ResolvedTime, type TimeRequest, withoutSlot } from '../times/time-request.ts';
import { contentOfInput, requestProblems } from './check-fields.ts';
import { checkMedia } from './check-media.ts';
import { listProblems, type PostProblems } from './refuse-post.ts';

/** A post that a caller wants to make, and the caller. */
interface PostToCheck {
  account: Account;
  input: NewDistribution;
  asker: Asker;
  /** Default: a dry run, which has no id. */
  id?: string | undefined;
  /** The account's window is not asked for a post of a series. */
  seriesId?: string | undefined;
  /** "next_slot" and "optimal" look from this instant on. */
  notBefore?: string | undefined;
  /** Posts of the account that were planned a moment ago, which its list may not show yet. */
  unlistedPosts?: PlannedPost[] | undefined;
  /**
   * When the guard of the same text is read. A dry run reads it always. A writer leaves it to the condition in its
   * transaction, which costs no read and is certain, and reads it only to name every problem of a post that is refused
   * anyway.
   */
  readTextGuard: 'always' | 'when_refused';
  /** The content that the post names was read already, or was there when its series was made. */
  isContentKnown?: boolean | undefined;
  /**
   * Whether the files of `mediaUrls` are looked at. Not for what Herald makes by itself: a feed or a series has nobody who
   * could answer, and the post is judged when it is prepared.
   */
  looksAtMedia?: boolean | undefined;
}

export interface CheckedPost {
  adapter: PlatformAdapter;
  content: DistributionContent;
  /** Undefined where the caller allows the same text twice. */
  contentHash: string | undefined;
  /** The time that the post gets, with the writes that take it. */
  time: ResolvedTime;
  approval: ReturnType<typeof approvalFor>;
  /** The first status of the post. */
  status: DistributionStatus;
  problems: PostProblems;
  warnings: Warning[];
}

/**
 * What is wrong with a new post, when it would go out, and what its writer needs: the request, the rules of the
 * platform, the time, the account's window, the calendar, repeated text, approval. Every way to make or try a post comes
 * through here. It writes nothing, so a dry run is the same without the writes.
 *
 * @throws GuardFailed `slot` where another request takes the slot first: `retryOnSlotConflict` checks again
 */
export async function checkNewPost(post: PostToCheck): Promise<CheckedPost> {
  const { account, input, asker, id = newId(), looksAtMedia = true } = post;
  const adapter = adapterFor(account.kind);
  const content = contentOfInput(input);
  const hash = input.allowDuplicate ? undefined : contentHash(content);
  const isContentKnown = post.isContentKnown || post.seriesId !== undefined;
  const [time, media, ofContentId] = await Promise.all([
    findTime(post, { id, contentHash: hash }),
    checkMedia(looksAtMedia ? content.mediaUrls : [], adapter.rules),
    isContentKnown ? [] : contentIdProblems(account.tenantId, input.contentId),
  ]);
  const problems: PostProblems = {
    request: [...requestProblems(input), ...ofContentId],
    content: [...adapter.validate(content), ...media.problems],
    time: [...time.problems, ...windowOf(post, time)],
    conflict: time.conflict,
  };
  const isRefused = listProblems(problems).length > 0;
  if (post.readTextGuard === 'always' || isRefused) problems.existingId = await textHolder(post, id, hash, time);
  const approval = approvalFor(account, asker, undefined);
  const status = firstStatus(input, time, approval);
  const waits = approvalWarnings(account, { id: post.id ?? '{id}', status, scheduledFor: time.scheduledFor });
  return {
    adapter,
    content,
    contentHash: hash,
    time,
    approval,
    status,
    problems,
    warnings: [...time.warnings, ...media.warnings, ...waits, ...contentNotes(content, adapter.rules)],
  };
}

/** An account that takes posts only at once has no free time to look for. */
async function findTime(
  { account, input, notBefore, unlistedPosts }: PostToCheck,
  post: TimeRequest['post'],
): Promise<ResolvedTime> {
  const { scheduledFor, timezone, onConflict } = input;
  if (scheduledFor === undefined || takesPlannedTimes(account)) {
    return resolveTime({ account, post, scheduledFor, timezone, onConflict, notBefore, unlistedPosts });
  }
  const problems: ContentProblem[] = [];
  const time = parseRequestedTime(isFoundTime(scheduledFor) ? undefined : scheduledFor, timezone, problems);
  return { ...withoutSlot(time), problems: [...problems, schedulingOff(account)] };
}

function windowOf({ account, seriesId }: PostToCheck, { scheduledFor }: ResolvedTime): ContentProblem[] {
  if (seriesId !== undefined || !takesPlannedTimes(account)) return [];
  return plannedTimeProblems(account, scheduledFor, Date.now());
}

/** The distribution that has this text within 24 hours of the post. */
async function textHolder(
  { account, unlistedPosts = [] }: PostToCheck,
  id: string,
  hash: string | undefined,
  { scheduledFor, problems }: ResolvedTime,
): Promise<string | undefined> {
  if (hash === undefined || scheduledFor === undefined || problems.length > 0) return undefined;
  const at = Date.parse(scheduledFor);
  const unlisted = unlistedPosts.find(
    (post) => post.id !== id && post.contentHash === hash && Math.abs(Date.parse(post.at) - at) <= TEXT_WINDOW_MS,
  );
  if (unlisted !== undefined) return unlisted.id;
  const { tenantId, id: platformId } = account;
  const [holder] = await findTextHolders([{ tenantId, platformId, id, contentHash: hash, heldAt: scheduledFor }]);
  return holder;
}

/** A draft without a time, scheduled, or a request where the platform needs an approval that the asker cannot give. */
function firstStatus(
  { status }: NewDistribution,
  { scheduledFor }: ResolvedTime,
  approval: CheckedPost['approval'],
): DistributionStatus {
  const asked = status ?? (scheduledFor === undefined ? 'draft' : 'scheduled');
  return asked === 'scheduled' && approval === 'needed' ? 'publish_requested' : asked;
}

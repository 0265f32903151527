import { readPlatforms } from '../accounts/account-items.ts';
import type { Warning } from '../calendar/times/parse-requested-time.ts';
import type { Proposal } from '../calendar/times/propose-times.ts';
import type { TimeReason } from '../calendar/times/time-reason.ts';
import { HeraldError } from '../kernel/herald-error.ts';
import type { ContentProblem } from '../kernel/problem.ts';
import type { RequestContext } from '../kernel/requests/request-context.ts';
import type { Distribution } from '../posts/model/distribution.ts';
import { strongestRefusal } from '../posts/planning/refuse-post.ts';
import { crossPostEvents } from './events.ts';
import { assertGroupGoesOn } from './model/assert-group-goes-on.ts';
import type { CrossPostGroup } from './model/cross-post-group.ts';
import type { CrossPostReschedule, CrossPostView } from './model/cross-post-input.ts';
import { assertTime, memberTimes } from './model/member-times.ts';
import { type MovedMember, moveMemberTo } from './reschedule-member.ts';
import { nothingToChange, writeCrossPost } from './write-cross-post.ts';

type Rescheduled = CrossPostView & {
  warnings: (Warning & { platformId: string })[];
  /** Why each member has its time, where it is not the requested one. */
  planned: (TimeReason & { platformId: string })[];
};

/** A member that cannot have its new time: every problem, and free times near it. */
interface RefusedMember {
  id: string;
  platformId: string;
  error: HeraldError;
}

/**
 * Gives every member that has not gone out a new time by the group's strategy: all at once, one after the
 * other from the first that is left, or each at its platform's best time from then on. All of them, or none.
 *
 * @throws HeraldError `time_invalid`, `slot_taken` or `time_conflict`, with each member's problems and proposals;
 *   `invalid_request`, `not_found`, `illegal_move`, `duplicate_content`, `conflict`
 */
export async function rescheduleCrossPost(
  request: RequestContext,
  id: string,
  asked: CrossPostReschedule,
): Promise<Rescheduled> {
  let told: MovedMember[] = [];
  const group = await writeCrossPost(request, id, async (one, members) => {
    assertGroupGoesOn(one, 'be rescheduled');
    const movable = members.filter(hasNotGoneOut);
    if (movable.length === 0) throw nothingToChange(id);
    const { timingStrategy, staggerMinutes } = one;
    told = await moveMembers(request, movable, {
      ...asked,
      timingStrategy,
      staggerMinutes: asked.staggerMinutes ?? staggerMinutes,
    });
    return { event: crossPostEvents.CROSS_POST_RESCHEDULED, isPaused: false, changes: told };
  });
  return {
    ...group,
    warnings: told.flatMap(({ before, warnings }) =>
      warnings.map((warning) => ({ platformId: before.platformId, ...warning })),
    ),
    planned: told.flatMap(({ before, planned }) =>
      planned === null ? [] : [{ platformId: before.platformId, ...planned }],
    ),
  };
}

function hasNotGoneOut({ status }: Distribution): boolean {
  return ['draft', 'publish_requested', 'scheduled', 'preparing'].includes(status);
}

async function moveMembers(
  request: RequestContext,
  members: Distribution[],
  asked: CrossPostReschedule & Pick<CrossPostGroup, 'timingStrategy' | 'staggerMinutes'>,
): Promise<MovedMember[]> {
  const timezone = asked.timezone ?? commonZone(members);
  assertTime(asked.scheduledFor, timezone);
  const times = memberTimes({ ...asked, timezone }, members.length);
  const platforms = await readPlatforms(
    request.tenantId,
    members.map(({ platformId }) => platformId),
  );
  const refused: RefusedMember[] = [];
  const moved = await Promise.all(
    members.map(async (before, place) => {
      const { id, platformId } = before;
      const account = platforms.get(platformId);
      try {
        if (account === undefined) throw platformGone(platformId);
        const time = { timezone: before.timezone, ...times[place], onConflict: asked.onConflict };
        return [await moveMemberTo(request, before, account, time)];
      } catch (error) {
        if (!(error instanceof HeraldError) || error.problems.length === 0) throw error;
        refused.push({ id, platformId, error });
        return [];
      }
    }),
  );
  if (refused.length > 0) throw refusal(refused, members);
  return moved.flat();
}

/** Where all have the same zone, a local time is one of it. */
function commonZone([first, ...others]: Distribution[]): string | undefined {
  return others.every(({ timezone }) => timezone === first?.timezone) ? first?.timezone : undefined;
}

/** Everything that is wrong with any of them; under `members` by member, with its own proposals. */
function refusal(refused: RefusedMember[], members: Distribution[]): HeraldError {
  const place = new Map(members.map(({ id }, index) => [id, index]));
  const ordered = refused.sort((a, b) => place.get(a.id)! - place.get(b.id)!);
  const codes = ordered.map(({ error }) => error.code);
  const code = strongestRefusal(codes) ?? codes[0]!;
  const count = ordered.length === 1 ? '1 member' : `${ordered.length} members`;
  return new HeraldError(code, `The new time does not suit ${count} of ${members.length}.`, {
    remedy:
      'Choose another time, send "onConflict": "next_free" where something is in the way, or change the named members one by one.',
    problems: ordered.flatMap(({ id, error }) =>
      error.problems.map((problem) => ({ ...problem, message: `${id}: ${problem.message}` })),
    ),
    extra: {
      members: ordered.map(({ id, platformId, error }) => ({
        id,
        platformId,
        problems: error.problems,
        proposals: (error.extra.proposals ?? []) as Proposal[],
      })),
    },
  });
}

function platformGone(platformId: string): HeraldError {
  const message = `The platform ${platformId} was deleted.`;
  const remedy = 'Cancel this member.';
  const problems: ContentProblem[] = [{ field: '/scheduledFor', code: 'not_found', message, remedy }];
  return new HeraldError('time_invalid', message, { remedy, problems });
}

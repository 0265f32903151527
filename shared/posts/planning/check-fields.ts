import type { Account } from '../../accounts/account.ts';
import { plannedTimeProblems, schedulingOff, takesPlannedTimes } from '../../accounts/planned-time.ts';
import { isFoundTime } from '../../calendar/times/found-time.ts';
import { parseRequestedTime } from '../../calendar/times/parse-requested-time.ts';
import type { ContentProblem } from '../../kernel/problem.ts';
import type { DistributionContent } from '../../platforms/contract/content.ts';
import { adapterFor } from '../../platforms/registry.ts';
import { type NewDistribution, newDistributionSchema } from '../model/distribution-input.ts';
import type { PostProblems } from './refuse-post.ts';

/** The part of `checkNewPost` that reads nothing: what the fields and the account alone tell. */
interface CheckedFields {
  problems: PostProblems;
  /** The instant that the fields name; undefined for a draft and for a time that has yet to be found. */
  at: string | undefined;
}

/**
 * Checks the fields of a new post, as far as they can be read, against each other and the account.
 * @param account undefined where the platform is not known
 */
export function checkFields(input: Partial<NewDistribution>, account: Account | undefined, now: number): CheckedFields {
  const { scheduledFor, timezone } = input;
  const time: ContentProblem[] = [];
  const asked = isFoundTime(scheduledFor) ? undefined : scheduledFor;
  const at = parseRequestedTime(asked, timezone, time).scheduledFor;
  if (account !== undefined && scheduledFor !== undefined) {
    const isOff = !takesPlannedTimes(account);
    time.push(...(isOff ? [schedulingOff(account)] : plannedTimeProblems(account, at, now)));
  }
  return { problems: { request: requestProblems(input), content: contentProblems(input, account), time }, at };
}

/** A status and a time that contradict each other. */
export function requestProblems({ status, scheduledFor }: Pick<Partial<NewDistribution>, 'status' | 'scheduledFor'>) {
  const problems: ContentProblem[] = [];
  if (status === 'scheduled' && scheduledFor === undefined) {
    problems.push({
      field: '/scheduledFor',
      code: 'required',
      message: 'A scheduled post needs a time.',
      remedy: 'Add "scheduledFor", or leave out "status" to keep a draft.',
    });
  }
  if (status === 'draft' && scheduledFor !== undefined) {
    problems.push({
      field: '/status',
      code: 'draft_with_time',
      message: 'A draft has no time: it would look scheduled and never go out.',
      remedy: 'Leave out "status" to schedule it, or leave out "scheduledFor" to keep a draft.',
    });
  }
  return problems;
}

/**
 * What breaks the rules of the account's platform; a body that cannot be read counts as empty. Where the platform is not
 * known: what no platform takes.
 */
function contentProblems(input: Partial<NewDistribution>, account: Account | undefined): ContentProblem[] {
  if (account === undefined) return isEmptyPost(input) ? [nothingToPost] : [];
  return adapterFor(account.kind).validate(contentOfInput({ ...input, body: input.body ?? '' }));
}

/** A body that is missing is its schema's to tell. */
function isEmptyPost({ body, mediaUrls = [], linkUrl }: Partial<NewDistribution>): boolean {
  return body?.trim() === '' && mediaUrls.length === 0 && linkUrl === undefined;
}

const nothingToPost: ContentProblem = {
  field: '/body',
  code: 'text_required',
  message: 'The post is empty: every platform needs a text, or media, or a link.',
  remedy: 'Write a text.',
};

export function contentOfInput(input: DistributionContent): DistributionContent {
  const { title, body, mediaUrls, linkUrl, platformSpecific } = input;
  return { title, body, mediaUrls, linkUrl, platformSpecific };
}

/** The fields of a body that fit their own schema, each looked at by itself. */
export function readableFields(body: Record<string, unknown>): Partial<NewDistribution> {
  const fields = Object.entries(newDistributionSchema.shape).flatMap(([name, schema]) => {
    const result = schema.safeParse(body[name]);
    return result.success && result.data !== undefined ? [[name, result.data]] : [];
  });
  return Object.fromEntries(fields) as Partial<NewDistribution>;
}

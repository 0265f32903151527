import type { Proposal } from '../calendar/times/propose-times.ts';
import { type ErrorCode, HeraldError } from '../kernel/herald-error.ts';
import type { ContentProblem } from '../kernel/problem.ts';
import { strongestRefusal } from '../posts/planning/refuse-post.ts';
import type { CrossPostProblem, NewCrossPost } from './model/cross-post-input.ts';

/** A platform that cannot be part of the cross-post, with the code that a post of its own would be refused with. */
export interface LeftOut extends CrossPostProblem {
  code: ErrorCode;
}

/** What stopped one platform. @throws the error itself where the caller can correct nothing for this platform */
export function leftOutBy(error: unknown, platformId: string): LeftOut {
  if (!(error instanceof HeraldError) || error.problems.length === 0) throw error;
  const { code, problems, extra } = error;
  const proposals = extra.proposals as Proposal[] | undefined;
  return { platformId, code, problems, ...(proposals !== undefined && { proposals }) };
}

/** As an answer tells of it. */
export function viewLeftOut({ code: _, ...rest }: LeftOut): CrossPostProblem {
  return rest;
}

/** Every problem of every platform by its place in the request; under `platforms` by platform, with free times. */
export function refuseCrossPost(
  { platforms }: NewCrossPost,
  leftOut: LeftOut[],
  extra: HeraldError['extra'] = {},
): HeraldError {
  const problems = leftOut.flatMap(({ platformId, problems: own }) => {
    const place = platforms.findIndex((member) => member.platformId === platformId);
    const at = `/platforms/${place}`;
    return own.map(
      (problem): ContentProblem => ({
        ...problem,
        field: problem.field.startsWith(at) ? problem.field : at + problem.field,
      }),
    );
  });
  const message = `${leftOut.length === 1 ? '1 platform cannot' : `${leftOut.length} platforms cannot`} take this post as it is.`;
  return new HeraldError(strongestRefusal(leftOut.map(({ code }) => code)) ?? leftOut[0]!.code, message, {
    remedy: 'Correct each problem, or send "allowPartial": true to leave those platforms out.',
    problems,
    extra: { ...extra, platforms: leftOut.map(viewLeftOut) },
  });
}

import type { Proposal } from '../calendar/times/propose-times.ts';
import { type ErrorCode, HeraldError } from '../kernel/herald-error.ts';
import type { ContentProblem } from '../kernel/problem.ts';
import type { CrossPostProblem, NewCrossPost } from './model/cross-post-input.ts';

/** A platform that cannot be part of the cross-post, with the code that a post of its own would be refused with. */
export interface LeftOut extends CrossPostProblem {
  code: ErrorCode;
}

/** What stopped one platform. @throws the error itself where it is none of what a caller can mend there */
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
  further: HeraldError['extra'] = {},
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
  const codes = new Set(leftOut.map(({ code }) => code));
  const [only] = codes.size === 1 ? codes : [];
  const count = leftOut.length === 1 ? '1 platform cannot' : `${leftOut.length} platforms cannot`;
  return new HeraldError(only ?? 'content_invalid', `${count} take this content as it is.`, {
    remedy: 'Mend each of the problems, or say "allowPartial": true to leave those platforms out.',
    problems,
    extra: { ...further, platforms: leftOut.map(viewLeftOut) },
  });
}

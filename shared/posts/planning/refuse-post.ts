import { type ErrorCode, HeraldError } from '../../kernel/herald-error.ts';
import type { ContentProblem } from '../../kernel/problem.ts';
import type { PlatformRules } from '../../platforms/contract/adapter.ts';
import { sameTextProblem } from '../model/same-text.ts';
import type { TimeConflict } from '../times/time-request.ts';

/** What is wrong with a post, sorted by what is to be changed: the code of the refusal follows from it. */
export interface PostProblems {
  /** Members of the request contradict each other, whatever the platform is. */
  request?: ContentProblem[];
  /** The content breaks a rule of the platform. */
  content?: ContentProblem[];
  /** The time cannot be read, or no post is planned for it. */
  time?: ContentProblem[];
  /** A slot, or a limit that the caller does not accept, is in the way. */
  conflict?: TimeConflict | undefined;
  /** The distribution that has the same text within 24 hours. */
  existingId?: string | undefined;
}

/** The first kind that is there names the refusal: what the caller has to change first. */
const refusalOrder = [
  'invalid_request',
  'content_invalid',
  'time_invalid',
  'slot_taken',
  'time_conflict',
  'duplicate_content',
] as const satisfies ErrorCode[];

/** The code of a refusal that has these reasons; undefined where none of them is about a post. */
export function strongestRefusal(codes: Iterable<ErrorCode>): ErrorCode | undefined {
  const given = new Set(codes);
  return refusalOrder.find((code) => given.has(code));
}

/** Every problem, in the order of the pipeline. */
export function listProblems({ request = [], content = [], time = [], conflict, existingId }: PostProblems) {
  const repeats = existingId === undefined ? [] : [sameTextProblem(existingId)];
  return [...request, ...content, ...time, ...(conflict?.problems ?? []), ...repeats];
}

/** @throws HeraldError with every problem; its code is that of the first kind in `refusalOrder` */
export function assertNoProblems({ displayName }: Pick<PlatformRules, 'displayName'>, found: PostProblems): void {
  const problems = listProblems(found);
  const [first] = problems;
  if (first === undefined) return;
  const { request = [], content = [], time = [], conflict, existingId } = found;
  const codes: ErrorCode[] = [
    ...(request.length > 0 ? (['invalid_request'] as const) : []),
    ...(content.length > 0 ? (['content_invalid'] as const) : []),
    ...(time.length > 0 ? (['time_invalid'] as const) : []),
    ...(conflict === undefined ? [] : [conflict.code]),
    ...(existingId === undefined ? [] : (['duplicate_content'] as const)),
  ];
  const message = problems.length === 1 ? first.message : `The post has ${problems.length} problems on ${displayName}.`;
  const remedy = problems.every((problem) => problem.remedy === first.remedy)
    ? first.remedy
    : 'Correct each problem and send the request again. POST /api/v1/distributions/validate checks a post and stores nothing.';
  throw new HeraldError(strongestRefusal(codes)!, message, {
    remedy,
    problems,
    extra: {
      ...(conflict !== undefined && { proposals: conflict.proposals }),
      ...(existingId !== undefined && { existingId }),
    },
  });
}

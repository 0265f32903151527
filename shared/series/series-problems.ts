import { gapProblems } from '../calendar/rules/repeat-gaps.ts';
import { nextRepeat } from '../calendar/rules/repeat-series.ts';
import { ruleProblems } from '../calendar/rules/rule-problems.ts';
import { HeraldError } from '../kernel/herald-error.ts';
import type { ContentProblem } from '../kernel/problem.ts';
import { adapterFor } from '../platforms/registry.ts';
import { assertNoProblems } from '../posts/planning/refuse-post.ts';
import type { Series, SeriesPost, SeriesTexts } from './model/series.ts';
import { fieldOfTurn, textCount, textOfTurn } from './model/series-texts.ts';
import { lastRepeat, ruleOfSeries } from './model/series-view.ts';
import type { Occurrence } from './occurrences/plan-occurrence.ts';

/** @throws HeraldError `content_invalid` or `time_invalid` with every problem of its texts and of its rule */
export function assertSeries(series: Series, texts: SeriesTexts): void {
  const adapter = adapterFor(series.platformKind);
  const problems = Array.from({ length: textCount(texts) }, (_, turn) =>
    adapter.validate(textOfTurn(texts, turn)).map((problem) => ({
      ...problem,
      field: fieldOfTurn(texts, turn, problem.field),
    })),
  ).flat();
  const rule = ruleOfSeries(series);
  const ofRule = ruleProblems(rule, Date.now(), '/repeat/rrule');
  const ofGaps = ofRule.length > 0 ? [] : gapProblems(rule, Date.now());
  assertNoProblems(adapter.rules, { content: unique(problems), time: [...ofRule, ...ofGaps] });
}

/** Problems of the first post's time are at `/time`: a series has a date and a time, and no `scheduledFor`. */
export function atItsTime(error: unknown): unknown {
  if (!(error instanceof HeraldError)) return error;
  const { code, message, remedy, extra, cause } = error;
  const problems = error.problems.map((problem) =>
    problem.field === '/scheduledFor' ? { ...problem, field: '/time' } : problem,
  );
  return new HeraldError(code, message, { remedy, problems, extra, cause });
}

/**
 * The next occurrence after the last post.
 *
 * @throws HeraldError `time_invalid` if there is none: a user does not ask for a series that ends at once
 */
export function assertComes(series: Series, texts: SeriesTexts, last: SeriesPost | undefined): Occurrence {
  const next = nextRepeat(ruleOfSeries(series), {
    now: Date.now(),
    last: lastRepeat(last),
    minGapMinutes: series.minGapMinutes,
    variations: textCount(texts),
  });
  if (next.state === 'next') return next;
  const message = 'The rule has no occurrence that is far enough from the last post.';
  const remedy = 'Choose a later UNTIL, a larger COUNT or a smaller minGapMinutes.';
  const problem: ContentProblem = { field: '/repeat/rrule', code: 'no_occurrence', message, remedy };
  throw new HeraldError('time_invalid', message, { remedy, problems: [problem] });
}

/** What is wrong with the media is wrong with them in each text. */
function unique(problems: ContentProblem[]): ContentProblem[] {
  return [...new Map(problems.map((problem) => [`${problem.field} ${problem.code}`, problem])).values()];
}

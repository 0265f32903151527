import { ruleProblems } from '../../domain/calendar/rule-problems.ts';
import type { ContentProblem } from '../../domain/content.ts';
import type { Series, SeriesTexts } from '../../domain/series/series.ts';
import { fieldOfTurn, textCount, textOfTurn } from '../../domain/series/series-texts.ts';
import { ruleOfSeries } from '../../domain/series/series-view.ts';
import { adapterFor, type PlatformKind } from '../../platforms/registry.ts';
import { assertValid, contentProblems } from '../validate-content.ts';

/** @throws HeraldError `content_invalid` with everything that is wrong with any of its texts, and with its rule */
export function assertSeries(series: Series, texts: SeriesTexts): void {
  const adapter = adapterFor(series.platformKind as PlatformKind);
  const problems = Array.from({ length: textCount(texts) }, (_, turn) =>
    contentProblems(adapter, textOfTurn(texts, turn)).map((problem) => ({
      ...problem,
      field: fieldOfTurn(turn, problem.field),
    })),
  ).flat();
  assertValid(adapter, [...unique(problems), ...ruleProblems(ruleOfSeries(series), Date.now(), '/repeat/rrule')]);
}

/** What is wrong with the media is wrong with them in each text. */
function unique(problems: ContentProblem[]): ContentProblem[] {
  return [...new Map(problems.map((problem) => [`${problem.field} ${problem.code}`, problem])).values()];
}

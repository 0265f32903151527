import type { DistributionContent } from '../../platforms/contract/content.ts';
import type { SeriesTexts } from './series.ts';

/** How many texts take turns. */
export function textCount({ variations }: SeriesTexts): number {
  return 1 + variations.length;
}

/** The text of a turn: the series' own first, then each variation, then its own again. */
export function textOfTurn({ content, variations }: SeriesTexts, turn: number): DistributionContent {
  const variation = variations[(turn % (1 + variations.length)) - 1];
  if (variation === undefined) return content;
  return { ...content, body: variation.body, title: variation.title ?? content.title };
}

/** Where in a request the text of a turn stands, for problems: `/body` of a variation is `/repeat/variations/0/body`. */
export function fieldOfTurn({ variations }: SeriesTexts, turn: number, field: string): string {
  const variation = variations[turn - 1];
  const isVaried = field === '/body' || (field === '/title' && variation?.title !== undefined);
  return variation === undefined || !isVaried ? field : `/repeat/variations/${turn - 1}${field}`;
}

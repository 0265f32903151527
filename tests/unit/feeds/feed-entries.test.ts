import { describe, expect, it } from 'vitest';
import { renderEntry, templateSchema } from '../../../shared/feeds/entries/feed-template.ts';
import { sortEntries as sort } from '../../../shared/feeds/entries/sort-entries.ts';
import type { FeedEntry } from '../../../shared/feeds/feed-entry.ts';

const entryOf = (guid: string, publishedAt?: string): FeedEntry => ({
  guid,
  title: `T${guid}`,
  link: `https://e.example/${guid}`,
  summary: 'S',
  publishedAt,
});
const createdAt = '2026-06-01T00:00:00.000Z';
const EARLIER = '2026-05-01T00:00:00.000Z';
const june = (day: number) => `2026-06-0${day}T00:00:00.000Z`;
const now = '2026-06-09T12:00:00.000Z';
const sortEntries = (
  entries: FeedEntry[],
  feed: { createdAt: string; backfill: number },
  isFirst: boolean,
  known = '',
) =>
  sort(entries, feed, isFirst ? {} : { lastSuccessAt: createdAt, decidedAll: true }, {
    now,
    isKnown: ({ guid }) => known.includes(guid),
  });
const guids = (entries: FeedEntry[]) => entries.map(({ guid }) => guid);

describe('the entries of a feed', () => {
  it('that are older than its place here are never taken, at whichever poll they show', () => {
    for (const isFirst of [true, false]) {
      const { wanted } = sortEntries(
        [entryOf('b', june(3)), entryOf('a', EARLIER)],
        { createdAt, backfill: 0 },
        isFirst,
      );
      expect(guids(wanted)).toEqual(['b']);
    }
  });

  it('are taken oldest first, also where the feed has them in another order', () => {
    const entries = [entryOf('a', june(2)), entryOf('c', june(4)), entryOf('b', june(3))];
    expect(guids(sortEntries(entries, { createdAt, backfill: 0 }, false).wanted)).toEqual(['a', 'b', 'c']);
  });

  it('without a date are known after the first poll, and new at any later one', () => {
    const entries = [entryOf('b'), entryOf('a')];
    const first = sortEntries(entries, { createdAt, backfill: 0 }, true);
    expect([guids(first.wanted), guids(first.passedOver)]).toEqual([[], ['b', 'a']]);
    expect(guids(sortEntries(entries, { createdAt, backfill: 0 }, false).wanted)).toEqual(['a', 'b']);
  });

  it('begin with the newest ones of a backfill', () => {
    const entries = [entryOf('a', EARLIER), entryOf('b', june(1)), entryOf('c', '2026-04-01T00:00:00.000Z')];
    expect(guids(sortEntries(entries, { createdAt, backfill: 2 }, true).wanted)).toEqual(['a', 'b']);
    const undated = sortEntries([entryOf('b'), entryOf('a')], { createdAt, backfill: 1 }, true);
    expect([guids(undated.wanted), guids(undated.passedOver)]).toEqual([['b'], ['a']]);
  });
});

describe('the clock of another', () => {
  const feed = { createdAt, backfill: 0 };
  const days = (count: number) => new Date(Date.parse(now) + count * 86_400_000).toISOString();

  it('does not make new what stood in the feed at the first poll', () => {
    const entries = [10, 8, 6, 4, 2].map((day) => entryOf(`+${day}`, days(day)));
    const { wanted, passedOver } = sortEntries(entries, feed, true);
    expect([wanted.length, passedOver.length]).toEqual([0, 5]);
  });

  it('does not keep back what shows later, whatever its date', () => {
    const entries = [entryOf('ahead', days(30)), entryOf('ancient', '1999-01-01T00:00:00.000Z'), entryOf('k', june(2))];
    expect(guids(sortEntries(entries, feed, false, 'k').wanted)).toEqual(['ancient', 'k', 'ahead']);
  });

  it('does not bring back what a feed shows again at its end, since it has lost others', () => {
    const entries = [entryOf('k', june(2)), entryOf('old', EARLIER)];
    const { wanted, passedOver } = sortEntries(entries, feed, false, 'k');
    expect([guids(wanted), guids(passedOver)]).toEqual([['k'], ['old']]);
  });

  it('tells when a whole feed has changed its ids: what was there before the last poll is no news', () => {
    const entries = [entryOf('new', june(9)), ...[8, 7, 6, 5, 4].map((day) => entryOf(`r${day}`, june(day)))];
    const state = { lastSuccessAt: june(8), decidedAll: true };
    const found = sort(entries, feed, state, { now, isKnown: () => false });
    expect([guids(found.wanted), found.renamed]).toEqual([['new'], 5]);
    const some = sort(entries, feed, state, { now, isKnown: ({ guid }) => guid === 'r4' });
    expect(some).toMatchObject({ renamed: 0, wanted: { length: 6 } });
  });
});

describe('an entry that shows late', () => {
  const published = '2026-05-31T23:50:00.000Z';

  it('is taken where no poll has seen it, and known where the first has', () => {
    const feed = { createdAt, backfill: 0 };
    expect(guids(sortEntries([entryOf('late', published)], feed, false).wanted)).toEqual(['late']);
    const first = sortEntries([entryOf('there', published), entryOf('old', EARLIER)], feed, true);
    expect([guids(first.wanted), guids(first.passedOver)]).toEqual([[], ['there', 'old']]);
  });

  it('keeps its place in the feed among those of the same moment', () => {
    const entries = [entryOf('b', june(2)), entryOf('a', june(2))];
    expect(guids(sortEntries(entries, { createdAt, backfill: 0 }, false).wanted)).toEqual(['a', 'b']);
  });
});

describe('a template', () => {
  it('leaves no gap where an entry lacks something', () => {
    expect(renderEntry('{title} {link}', entryOf('a'))).toBe('Ta https://e.example/a');
    expect(renderEntry('{title} {link} #news', { ...entryOf('a'), link: undefined })).toBe('Ta #news');
    expect(renderEntry('{title}\n\n{summary}\n\n{link}', { ...entryOf('a'), summary: '' })).toBe(
      'Ta\n\nhttps://e.example/a',
    );
  });

  it('puts in what an entry says and reads nothing in it', () => {
    expect(renderEntry('{title}', { ...entryOf('a'), title: '{link} $& $1' })).toBe('{link} $& $1');
  });

  it('with a misspelt place, or with none, is refused', () => {
    for (const text of ['{titel}', 'Read this', '']) expect(templateSchema.safeParse(text).success).toBe(false);
    expect(templateSchema.safeParse('New: {title} {link} {summary}').success).toBe(true);
  });
});

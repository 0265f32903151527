import { describe, expect, it } from 'vitest';
import { renderEntry, templateSchema } from '../../../shared/feeds/entries/feed-template.ts';
import { sortEntries } from '../../../shared/feeds/entries/sort-entries.ts';
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

describe('an entry that shows late', () => {
  const published = '2026-05-31T23:50:00.000Z';

  it('is taken where no poll has seen it, and known where the first has', () => {
    const feed = { createdAt, backfill: 0 };
    expect(guids(sortEntries([entryOf('late', published)], feed, false).wanted)).toEqual(['late']);
    const first = sortEntries([entryOf('there', published), entryOf('old', EARLIER)], feed, true);
    expect([guids(first.wanted), guids(first.passedOver)]).toEqual([[], ['there']]);
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

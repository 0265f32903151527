import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adaptContent } from '../../../shared/content/adaptation/adapt-content.ts';
import { excerptOf } from '../../../shared/content/excerpt.ts';
import { adaptEntry } from '../../../shared/feeds/entries/adapt-entry.ts';
import { readFeed } from '../../../shared/feeds/source/parse-feed.ts';
import { facetsOf } from '../../../shared/platforms/bluesky/lib/facets.ts';
import { MAX_BODY } from '../../../shared/platforms/contract/content.ts';
import { contentNotes } from '../../../shared/platforms/contract/content-notes.ts';
import { adapterFor, type adapterFor as find } from '../../../shared/platforms/registry.ts';
import { figuresIn, postHtml } from '../../../shared/platforms/wordpress/lib/post-html.ts';
import { wouldPost } from '../../../shared/posts/planning/would-post.ts';

/** One text of full size costs so much CPU time at most. On a busy machine the same work counts for more. */
const BUDGET_MS = 1_000;
const NOISE = 3;

const kinds = ['x', 'bluesky', 'wordpress'] as const satisfies Parameters<typeof find>[0][];
const units = [
  ...[
    '<',
    '[',
    '![',
    '&',
    '#a ',
    '<a ',
    "<a b='",
    '<a b=" ',
    '<p>x',
    '<div>',
    '<b>',
    '<!--',
    '</',
    '<script>',
    '<li><p>',
  ],
  ...[
    ' ',
    '\n',
    '\t',
    'a\n\n',
    'a  \n',
    'e\u0301',
    '\u0301',
    '👩‍👩‍👧',
    '界',
    '“',
    '"',
    '\\',
    '_',
    '`',
    '`a',
    '***a',
    '~~',
  ],
  ...['https://a.example/b ', 'https://a.example/駅', 'http://', '[a](https://a.example/b) ', '![a](', '[a][b]\n'],
  ...[
    'a.de ',
    '界.',
    'a.',
    'a-',
    '@a.b.c ',
    '$A ',
    '&#91;',
    '&amp;',
    '> ',
    '- ',
    '1. ',
    '|a',
    '(',
    ')',
    'x@y.de ',
    '<figure class="wp-block-image">',
  ],
];
const sized = (unit: string, length: number) =>
  unit
    .repeat(Math.ceil(length / unit.length))
    .slice(0, length)
    .toWellFormed();

/** The least of up to three runs: what another process or the compiler took is not the text's. */
function cpuMs(work: () => void, enough: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 3 && least > enough; run++) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1_000);
  }
  return least;
}

/** What each step does with a text between its creation and its publication. */
function steps(body: string, adapted: readonly (typeof kinds)[number][]): Record<string, () => void> {
  const all: Record<string, () => void> = {
    excerpt: () => excerptOf(body),
    figures: () => figuresIn(body.repeat(5)),
    'wordpress post': () => postHtml({ title: 'T', body }),
  };
  for (const kind of kinds) {
    const adapter = adapterFor(kind);
    const content = { title: 'Title', body, linkUrl: 'https://c.example/x' };
    all[`${kind} dry run`] = () => {
      adapter.validate(content);
      contentNotes(content, adapter.rules);
      wouldPost(adapter, content, []);
    };
    if (!adapted.includes(kind)) continue;
    const utm = { templates: { source: '{platform}' } };
    const source = { title: 'T', body, keywords: ['k'], canonicalUrl: 'https://c.example/x' };
    all[`${kind} adaptation`] = () => adaptContent(source, adapter.rules, { tooLong: 'thread', utm });
  }
  return all;
}

function expectQuick(body: string, adapted: readonly (typeof kinds)[number][] = kinds): void {
  const budget = BUDGET_MS * NOISE;
  for (const [name, step] of Object.entries(steps(body, adapted)))
    expect(cpuMs(step, budget), name).toBeLessThan(budget);
}

describe('a text of full size costs a second of CPU time at most, in each step', () => {
  // A quarter shows as well what grows faster than its text.
  it.each(units.map((unit, index) => [JSON.stringify(unit), unit, kinds[index % kinds.length]!] as const))(
    '%s, again and again',
    (_, unit, kind) => {
      expectQuick(sized(unit, MAX_BODY / 4), [kind]);
    },
  );

  it('mixed of all of these', () => {
    const mixed = fc.array(fc.constantFrom(...units), { minLength: 2, maxLength: 6 });
    const check = (pieces: string[]) => expectQuick(sized(pieces.join(''), MAX_BODY));
    fc.assert(fc.property(mixed, check), { numRuns: 3, endOnFailure: true });
  });

  it('of a feed’s entry', () => {
    // Three adapters look at it, so that half as much costs as much.
    for (const unit of units) {
      const text = sized(unit, MAX_BODY / 8).replaceAll(']]>', '');
      const feed = `<rss version="2.0"><channel><title>F</title><item><guid>1</guid><title><![CDATA[${text}]]></title><description><![CDATA[${text}]]></description></item></channel></rss>`;
      const work = () => {
        const [entry] = readFeed(feed, 'https://a.example/feed').entries;
        for (const kind of kinds) adaptEntry('{title}\n\n{summary}\n\n{link}', entry!, adapterFor(kind).rules);
      };
      expect(cpuMs(work, BUDGET_MS * NOISE), unit).toBeLessThan(BUDGET_MS * NOISE);
    }
  });
});

describe('a text that is far too long', () => {
  it('is refused with its length, and not rendered', () => {
    for (const kind of ['x', 'bluesky'] as const) {
      const content = { body: '#a '.repeat(60_000) };
      const adapter = adapterFor(kind);
      const problems = adapter.validate(content);
      expect(problems.find(({ code }) => code === 'text_too_long')).toMatchObject({ field: '/body', actual: 180_000 });
      expect(wouldPost(adapter, content, problems)).toBeNull();
    }
  });

  it('finds its links, mentions and tags as fast as a short one', () => {
    const text = sized('#a @b.test https://a.example/b ', MAX_BODY);
    expect(cpuMs(() => facetsOf(text), BUDGET_MS * NOISE)).toBeLessThan(BUDGET_MS * NOISE);
  });
});

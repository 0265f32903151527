import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlatformAdapter } from '../../../shared/platforms/contract/adapter.ts';
import { adapterFor, platformKinds } from '../../../shared/platforms/registry.ts';
import { newDistributionSchema } from '../../../shared/posts/model/distribution-input.ts';
import { contentOfInput } from '../../../shared/posts/planning/check-fields.ts';
import { postSchema } from '../../../shared/posts/planning/post-schema.ts';

const platformId = '01939f6e-aaaa-7000-8000-000000000abc';
const words = 'Words of no weight in particular. '.repeat(4).trim();

/** As strict as a reader can be: an unknown keyword or a misplaced one is refused. */
function compile(adapter: PlatformAdapter): ValidateFunction {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: true });
  addFormats.default(ajv);
  return ajv.compile(postSchema(adapter, platformId));
}

/** What the API has against a post, but for its time. */
function problemsOf(adapter: PlatformAdapter, post: object): string[] {
  const parsed = newDistributionSchema.safeParse(post);
  if (!parsed.success) return parsed.error.issues.map(({ path, message }) => `/${path.join('/')}: ${message}`);
  return adapter.validate(contentOfInput(parsed.data)).map(({ field, message }) => `${field}: ${message}`);
}

/** Light characters, which each count one wherever they are counted, around each limit. */
const text = fc.oneof(
  fc
    .oneof(fc.integer({ min: 0, max: 620 }), fc.integer({ min: 230, max: 310 }))
    .map((length) => 'word '.repeat(124).slice(0, length)),
  fc.constantFrom('', ' ', '\n', words),
);
const rarely = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined, freq: 2 });
const goodUrl = fc.oneof(
  fc.constant('http://a.example'),
  fc
    .integer({ min: 0, max: 300 })
    .map((length) => `https://www.example.com/a-b/?utm_source=x&utm_campaign=${'x'.repeat(length)}`),
  fc.integer({ min: 0, max: 300 }).map((length) => `https://a.example/${'x'.repeat(length)}`),
);
const url = fc.oneof({ arbitrary: goodUrl, weight: 9 }, fc.constantFrom('ftp://a.example/', 'a.example', ''));
const anyPost = fc.record({
  title: rarely(fc.oneof(text, fc.constant(7))),
  body: text,
  mediaUrls: rarely(fc.array(url, { maxLength: 6 })),
  linkUrl: rarely(url),
  contentType: rarely(fc.constantFrom('manual', 'other')),
  lateAfterMinutes: rarely(fc.integer({ min: -1, max: 5 })),
  platformSpecific: rarely(
    fc.record({
      thread: rarely(fc.array(text, { maxLength: 3 })),
      firstComment: rarely(text),
      categories: rarely(fc.array(fc.constantFrom('News', ' ', 'x'.repeat(201)), { maxLength: 3 })),
      langs: rarely(fc.array(fc.constantFrom('en', 'pt-BR', '?'), { maxLength: 4 })),
      replySettings: rarely(fc.constantFrom('verified', 'nobody')),
      behaviour: rarely(fc.constantFrom({ kind: 'slow', seconds: 1 }, { kind: 'slow' }, 'slow')),
    }),
  ),
});
/** As it arrives: what is undefined is not there. */
const asSent = (post: object) => JSON.parse(JSON.stringify({ platformId, ...post })) as Record<string, unknown>;

describe.each(platformKinds)('the schema of a post on %s', (kind) => {
  const adapter: PlatformAdapter = adapterFor(kind);
  const accepts = compile(adapter);
  const good = { title: 'Title', body: words, linkUrl: 'https://a.example/p' };

  it('accepts nothing that the API refuses', () => {
    let accepted = 0;
    fc.assert(
      fc.property(anyPost, (post) => {
        const sent = asSent(post);
        if (!accepts(sent)) return;
        accepted++;
        // The same text twice in a thread is what X alone refuses, and no schema can say.
        expect(problemsOf(adapter, sent).filter((problem) => !problem.includes('takes no text twice'))).toEqual([]);
      }),
      { numRuns: 1_500 },
    );
    expect(accepted).toBeGreaterThan(10);
  });

  it('accepts good posts, whatever their time', () => {
    const longLink = `https://example.com/doors?utm_campaign=${'x'.repeat(300)}`;
    const times = [
      { linkUrl: longLink, body: words },
      {},
      { scheduledFor: 'next_slot' },
      { scheduledFor: '2030-01-01T09:00:00Z', status: 'scheduled' },
      { scheduledFor: '2030-01-01T09:00:00.5+02:00' },
      { scheduledFor: '2030-01-01T09:00', timezone: 'Europe/Berlin' },
    ];
    for (const time of times) {
      const post = asSent({ ...good, ...time });
      expect(accepts(post), JSON.stringify(accepts.errors)).toBe(true);
      expect(problemsOf(adapter, post)).toEqual([]);
    }
    if (!adapter.rules.firstComment) return;
    const comment = asSent({ ...good, platformSpecific: { firstComment: 'The way there.' } });
    expect(accepts(comment)).toBe(true);
    expect(problemsOf(adapter, comment)).toEqual([]);
  });

  const { max } = adapter.rules.text;
  const bad: [string, object][] = [
    ['a field that there is not', { colour: 'red' }],
    ['an option that there is not', { platformSpecific: { colour: 'red' } }],
    ['no text', { body: ' ', linkUrl: undefined }],
    ['too many media', { mediaUrls: Array.from({ length: 21 }, (_, index) => `https://a.example/${index}.png`) }],
    ['an address of another protocol', { linkUrl: 'ftp://a.example/p' }],
    ...(max === undefined ? [] : ([['a text that is too long', { body: 'x'.repeat(max + 1) }]] as [string, object][])),
    ...(adapter.rules.title.required ? ([['no title', { title: undefined }]] as [string, object][]) : []),
    ...(max === undefined || !adapter.rules.firstComment
      ? []
      : ([
          ['a comment that is too long', { platformSpecific: { firstComment: 'x'.repeat(max + 1) } }],
          ['a thread and a comment', { platformSpecific: { firstComment: 'One.', thread: ['Two.'] } }],
          [
            'too long a thread',
            { platformSpecific: { thread: Array.from({ length: 25 }, (_, index) => `${index}.`) } },
          ],
        ] as [string, object][])),
  ];
  it.each(bad)('refuses %s, as the API does', (_, change) => {
    const post = asSent({ ...good, ...change });
    expect(accepts(post)).toBe(false);
    expect(problemsOf(adapter, post)).not.toEqual([]);
  });

  it('refuses times that are none, and a local one without its zone', () => {
    for (const scheduledFor of ['tomorrow', '2030-13-01T09:00', '2030-01-01T25:00:00Z', '2030-01-01T09:00']) {
      expect(accepts(asSent({ ...good, scheduledFor })), scheduledFor).toBe(false);
    }
    expect(accepts(asSent({ ...good, status: 'scheduled' }))).toBe(false);
  });
});

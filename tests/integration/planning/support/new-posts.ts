import fc from 'fast-check';
import type { Account } from '../../../../shared/accounts/account.ts';
import { MINUTE_MS } from '../../../../shared/kernel/time/durations.ts';

/** Half a minute past, so that no time of a test lies on a border. */
export const NOW = Date.parse('2027-03-10T09:07:30.000Z');
export const atMinute = (minutes: number) => new Date(NOW + 30_000 + minutes * MINUTE_MS).toISOString();

type Settings = Partial<Account>;

/** Present in one of `rarity` cases, so that most cases have few reasons to be refused. */
const rarely = <Value>(rarity: number, value: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: rarity - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });

/** An account's settings that say something about a new post. */
export const settings: fc.Arbitrary<Settings> = fc
  .record({
    kind: fc.constantFrom('sandbox', 'sandbox', 'wordpress', 'x', 'bluesky'),
    supportsScheduling: rarely(8, fc.boolean()),
    minLeadMinutes: rarely(4, fc.constantFrom(5, 120)),
    maxLeadDays: rarely(4, fc.constantFrom(1, 30)),
    postsPerHour: rarely(4, fc.constantFrom(1, 2)),
    postsPerDay: rarely(4, fc.constantFrom(2, 5)),
    minIntervalMinutes: rarely(4, fc.constantFrom(10, 90)),
    requiresApproval: rarely(3, fc.boolean()),
    allowsOwnApproval: rarely(3, fc.boolean()),
    quietHours: rarely(
      4,
      fc.constant<Account['quietHours']>([{ from: '22:00', to: '06:00', timezone: 'Europe/Berlin' }]),
    ),
  })
  .map(withoutUndefined);

/** Few moments, so that posts and slots meet. */
const nearMinutes = fc.constantFrom(60, 61, 75, 180, 26 * 60, 50 * 60, 40 * 24 * 60);
export const slotMinutes = fc.constantFrom(60, 75, 180, 26 * 60);

export const times = fc.oneof(
  { weight: 6, arbitrary: nearMinutes.map((minutes) => ({ scheduledFor: atMinute(minutes) })) },
  { weight: 2, arbitrary: fc.constant({}) },
  {
    weight: 4,
    arbitrary: fc.record(
      {
        scheduledFor: fc.constantFrom(
          'next_slot',
          'optimal',
          // Skipped by the clocks, and twice on them.
          '2027-03-28T02:30:00',
          '2027-10-31T02:30:00',
          '2027-03-11T10:00:00+01:00',
          atMinute(-10),
          atMinute(2),
          '2040-01-01T00:00:00Z',
          '+275760-09-13T00:00:00Z',
          'whenever',
        ),
        timezone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'Mars/Base', '+02:00'),
      },
      { requiredKeys: [] },
    ),
  },
);

/** Few texts, so that they are repeated. */
const texts = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('One text', 'one  TEXT', 'Another text', 'A third') },
  { weight: 1, arbitrary: fc.constantFrom('', ' ', 'x'.repeat(301), 'x'.repeat(600)) },
);
/** Long enough for a blog. */
const long = (text: string) =>
  text.trim() === '' || text.length > 60 ? text : `${text}. ${'More of it. '.repeat(10)}`;

export const posts = fc
  .record({
    title: fc.oneof({ weight: 4, arbitrary: fc.constant('A title') }, fc.constantFrom(undefined, '', 't'.repeat(400))),
    mediaUrls: rarely(4, fc.array(fc.constant('https://127.0.0.1:1/a.png'), { maxLength: 5 })),
    linkUrl: rarely(4, fc.constant('https://example.com/')),
    platformSpecific: rarely(
      5,
      fc.constantFrom({}, { shout: true }, { thread: ['Second'] }, { thread: ['x'.repeat(700)] }),
    ),
    status: rarely(4, fc.constantFrom('draft', 'scheduled', 'publish_requested')),
    onConflict: rarely(2, fc.constantFrom('reject', 'next_free', 'override')),
    allowDuplicate: rarely(4, fc.boolean()),
    latePolicy: rarely(4, fc.constantFrom('publish', 'skip', 'ask')),
  })
  .map(withoutUndefined)
  .chain((fields) => fc.tuple(fc.constant(fields), texts, times, fc.boolean()))
  .map(([fields, text, time, isLong]) => ({ ...fields, body: isLong ? long(text) : text, ...time }));

/** Plain posts that an account has already. */
export const earlierPosts = fc.array(
  fc.record({ body: texts, isLong: fc.boolean(), minutes: nearMinutes }).map(({ body, isLong, minutes }) => ({
    body: isLong ? long(body) : body,
    scheduledFor: atMinute(minutes),
  })),
  { maxLength: 4 },
);

export const slots = fc.array(fc.record({ minutes: slotMinutes, locked: fc.boolean() }), { maxLength: 3 });

/** Damage to the shape of a request, by field. */
export const damage = fc.oneof(
  { weight: 7, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.record(
      {
        titel: fc.constant('x'),
        body: fc.constantFrom(7, null),
        mediaUrls: fc.constant(['ftp://x']),
        scheduledFor: fc.constantFrom(7, ''),
        timezone: fc.constantFrom(7, 'x'.repeat(51)),
        status: fc.constant('published'),
        onConflict: fc.constant('perhaps'),
        platformId: fc.constant('x'),
        title: fc.constant('half \uD83D'),
      },
      { requiredKeys: [] },
    ),
  },
);

function withoutUndefined<Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]?: NonNullable<Fields[Name]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}

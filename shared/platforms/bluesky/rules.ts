import type { PlatformRules } from '../contract/adapter.ts';

export const rules = {
  kind: 'bluesky',
  displayName: 'Bluesky',
  text: { required: false, max: 300, maxBytes: 3000, unit: 'graphemes', links: 'short' },
  title: { required: false },
  // Servers other than bsky.social may still have the older limit of 1 MB.
  media: {
    max: 4,
    types: ['image/jpeg', 'image/png', 'image/gif', 'image/webp'],
    maxBytes: 2_000_000,
    stillsOnly: true,
    altTextMax: 2000,
  },
  linkInText: 'with_media',
  hashtags: { max: 8, maxLength: 64 },
  thread: { max: 24 },
  firstComment: true,
  supports: { scheduling: true, editing: false, deletion: true, analytics: true },
  safety: 'idempotent',
  // `find` asks the account's own server, which has the record as soon as it answered the call. Feeds show it later.
  absentAfterSeconds: 0,
  wakeLeadSeconds: 180,
  metricsPerCall: 25,
} as const satisfies PlatformRules;

export const langsMax = 3;
/** Labels that an author may put on their own post. */
export const selfLabels = ['!no-unauthenticated', 'porn', 'sexual', 'nudity', 'graphic-media'] as const;

import type { PlatformRules } from '../contract/adapter.ts';

export const rules = {
  kind: 'wordpress',
  displayName: 'WordPress',
  // WordPress itself has no lower limit: 100 is Herald's own rule for an article.
  text: { required: true, min: 100, unit: 'characters', format: 'html', shortcodes: true },
  title: { required: true, max: 500 },
  // Whether a site takes AVIF is its own matter: it refuses what it does not know.
  media: {
    max: 20,
    types: ['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif'],
    maxBytes: 32_000_000,
    altTextMax: 2000,
  },
  // The length of a name in WordPress's database.
  terms: { max: 20, maxLength: 200 },
  supports: { scheduling: true, editing: true, deletion: true, analytics: true },
  safety: 'idempotent',
  // The post is read by its id from the database that it was written to, not from a page cache.
  absentAfterSeconds: 0,
  wakeLeadSeconds: 180,
  // Comments are counted by one request per post.
  metricsPerCall: 20,
} as const satisfies PlatformRules;

import type { PlatformRules } from '../contract/adapter.ts';

export const rules = {
  kind: 'x',
  displayName: 'X',
  // X refuses self-serve apps a post with more than one $SYMBOL.
  text: { required: false, max: 280, unit: 'weighted', cashtagsMax: 1, links: 'uri' },
  title: { required: false },
  media: {
    max: 4,
    types: ['image/jpeg', 'image/png', 'image/webp', 'image/gif'],
    maxBytes: 5_000_000,
    maxBytesByType: { 'image/gif': 15_000_000 },
    alone: ['image/gif'],
    altTextMax: 1000,
  },
  linkInText: 'always',
  // X has no such limit, and advises one or two.
  hashtags: { max: 2, maxLength: 100 },
  thread: { max: 24 },
  firstComment: true,
  supports: { scheduling: true, editing: false, deletion: true, analytics: true },
  safety: 'findable',
  // X says no figure. A timeline may be behind the post by some seconds, and a post by some more behind a lost answer.
  absentAfterSeconds: 60,
  wakeLeadSeconds: 180,
  metricsPerCall: 100,
} as const satisfies PlatformRules;

/** How X's headers name its limits: of the last minutes, and of the last day for the user and for the app. */
export const limitHeaders = ['x-rate-limit', 'x-user-limit-24hour', 'x-app-limit-24hour'] as const;

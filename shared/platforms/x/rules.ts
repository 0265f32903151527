import type { PlatformRules } from '../adapter.ts';

export const rules = {
  kind: 'x',
  displayName: 'X',
  text: { required: false, max: 280, unit: 'weighted' },
  title: { required: false },
  media: { max: 4, types: ['image/jpeg', 'image/png', 'image/webp', 'image/gif'], maxBytes: 5_000_000 },
  thread: { max: 24 },
  supports: { scheduling: true, editing: false, deletion: true, analytics: true },
  safety: 'findable',
  // X says no figure. A timeline may be behind the post by some seconds, and a post by some more behind a lost answer.
  absentAfterSeconds: 60,
  wakeLeadSeconds: 180,
  metricsPerCall: 100,
} as const satisfies PlatformRules;

/** How X's headers name its limits: of the last minutes, and of the last day for the user and for the app. */
export const limitHeaders = ['x-rate-limit', 'x-user-limit-24hour', 'x-app-limit-24hour'] as const;
export const altTextMax = 1000;
/** X refuses self-serve apps a post with more than one $SYMBOL. */
export const cashtagsMax = 1;

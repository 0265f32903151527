import type { PlatformRules } from '../adapter.ts';

export const rules = {
  kind: 'sandbox',
  displayName: 'Sandbox',
  text: { required: true, max: 500, unit: 'graphemes' },
  title: { required: false, max: 200 },
  // The sandbox keeps the addresses of media: it fetches nothing.
  media: { max: 4, types: ['image/jpeg', 'image/png', 'image/gif', 'image/webp'], maxBytes: 10_000_000 },
  supports: { scheduling: true, editing: false, deletion: true, analytics: true },
  safety: 'idempotent',
  absentAfterSeconds: 0,
  wakeLeadSeconds: 120,
  metricsPerCall: 100,
} as const satisfies PlatformRules;

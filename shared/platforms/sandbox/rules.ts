import type { PlatformRules } from '../contract/adapter.ts';

/** What the three practice platforms have in common: one network, three ways to post on it. */
const network = {
  text: { required: true, max: 500, unit: 'graphemes' },
  title: { required: false, max: 200 },
  hashtags: { max: 5 },
  // The sandbox keeps the addresses of media: it fetches nothing.
  media: {
    max: 4,
    types: ['image/jpeg', 'image/png', 'image/gif', 'image/webp'],
    maxBytes: 10_000_000,
    byAddress: true,
    altTextMax: 1000,
  },
  supports: { scheduling: true, editing: false, deletion: true, analytics: true },
  // The network reads what it has just written.
  absentAfterSeconds: 0,
  wakeLeadSeconds: 120,
  metricsPerCall: 100,
  ownNetwork: true,
} as const;

const thread = { max: 24 } as const;

export const rules = {
  ...network,
  kind: 'sandbox',
  displayName: 'Sandbox',
  thread,
  firstComment: true,
  safety: 'idempotent',
} as const satisfies PlatformRules;

/** In two steps, as Instagram and Threads: a container beforehand, then its publication. */
export const containerRules = {
  ...network,
  kind: 'sandbox-container',
  displayName: 'Sandbox with containers',
  safety: 'findable',
} as const satisfies PlatformRules;

/** Takes no reference and finds no post again: each call makes one. */
export const blindRules = {
  ...network,
  kind: 'sandbox-blind',
  displayName: 'Blind sandbox',
  thread,
  firstComment: true,
  safety: 'blind',
} as const satisfies PlatformRules;

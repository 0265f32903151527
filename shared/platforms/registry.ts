import { bluesky } from './bluesky/adapter.ts';
import type { PlatformAdapter } from './contract/adapter.ts';
import { sandbox, sandboxBlind, sandboxContainer } from './sandbox/adapter.ts';
import { wordpress } from './wordpress/adapter.ts';
import { x } from './x/adapter.ts';

/** Every platform that Herald knows: a folder, and its line here. */
export const adapters = {
  bluesky,
  sandbox,
  'sandbox-blind': sandboxBlind,
  'sandbox-container': sandboxContainer,
  wordpress,
  x,
} satisfies Record<string, PlatformAdapter>;

export type PlatformKind = keyof typeof adapters;
export const platformKinds = Object.keys(adapters) as [PlatformKind, ...PlatformKind[]];

export function isPlatformKind(kind: string): kind is PlatformKind {
  return Object.hasOwn(adapters, kind);
}

/** @throws Error for an account of a platform that was taken out of Herald */
export function adapterFor(kind: PlatformKind): PlatformAdapter {
  if (!isPlatformKind(kind)) throw new Error(`Herald has no adapter for the stored kind "${String(kind)}".`);
  return adapters[kind];
}

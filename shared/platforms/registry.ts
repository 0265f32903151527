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

export function adapterFor(kind: PlatformKind): PlatformAdapter {
  return adapters[kind];
}

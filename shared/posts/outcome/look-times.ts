import { adapterFor, type PlatformKind } from '../../platforms/registry.ts';

/** Seconds after the loss at which the platform is asked: soon, since most posts are there, and again for a day. */
const LOOK_SECONDS = [2, 30, 120, 600, 3_600, 3 * 3_600, 8 * 3_600, 24 * 3_600];

/** When the platform is asked first about an outcome that is unknown from now on; undefined where it cannot be asked. */
export function firstLookAt(platformKind: PlatformKind): string | undefined {
  const { find } = adapterFor(platformKind);
  return find === undefined ? undefined : new Date(Date.now() + LOOK_SECONDS[0]! * 1000).toISOString();
}

/**
 * The next look after `looks` looks at an outcome that was lost at `lostAt` (milliseconds). `notBefore`: the platform
 * says when it answers again, or shows posts late.
 *
 * @returns milliseconds; undefined after the last look
 */
export function nextLookAt(looks: number, lostAt: number, notBefore = 0): number | undefined {
  const seconds = LOOK_SECONDS[looks];
  return seconds === undefined ? undefined : Math.max(lostAt + seconds * 1000, notBefore);
}

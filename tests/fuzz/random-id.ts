import type { Random } from '../crash/random.ts';

/** A UUID that the seed decides, so that a run repeats. */
export function randomId(random: Random): string {
  const hex = (length: number) => Array.from({ length }, () => random.between(0, 15).toString(16)).join('');
  return `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
}

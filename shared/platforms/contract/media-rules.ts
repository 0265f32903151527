import type { ContentRules } from './content-rules.ts';

type MediaRules = ContentRules['media'];

/** How large a file of this type may be, in bytes. */
export function maxBytesOf({ maxBytes, maxBytesByType = {} }: MediaRules, type: string): number {
  return maxBytesByType[type] ?? maxBytes;
}

export function megabytes(bytes: number): string {
  return `${bytes / 1_000_000} MB`;
}

export function typeNames({ types }: MediaRules): string {
  return types.map((type) => type.replace('image/', '').toUpperCase()).join(', ');
}

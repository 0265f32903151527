import * as z from 'zod';

/** An object whose fields somebody else's schema knows, of at most so many kilobytes as JSON. */
export function jsonObject(kilobytes: number) {
  return z
    .record(z.string(), z.unknown())
    .refine((value) => Buffer.byteLength(JSON.stringify(value)) <= kilobytes * 1024, `Use at most ${kilobytes} KB.`);
}

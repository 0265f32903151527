import * as z from 'zod';

/** An object of at most so many kilobytes as JSON. Another schema, such as a platform's, checks its fields. */
export function jsonObject(kilobytes: number) {
  return z
    .record(z.string(), z.unknown())
    .refine((value) => Buffer.byteLength(JSON.stringify(value)) <= kilobytes * 1024, `Use at most ${kilobytes} KB.`);
}

import * as z from 'zod';
import { isWebAddress } from '../../kernel/web-address.ts';

/** Longer than any name of an account. */
const MAX_NAME = 300;

/**
 * Fields of a platform's answer. A post that is public is public whatever else is wrong with the answer: what only
 * describes it is left out where it cannot be used, and what names it has to be right.
 */

/** A web address that may be shown as a link; null where it is missing or is none. */
export const linkField = z
  .string()
  .refine(isWebAddress)
  .nullish()
  .transform((link) => link ?? null)
  .catch(null);

/** A name as people read it: cut, and without control characters. */
export const nameField = z.string().transform((name) =>
  [
    ...name
      .slice(0, 4 * MAX_NAME)
      .toWellFormed()
      .replace(/\p{Cc}+/gu, ' '),
  ]
    .slice(0, MAX_NAME)
    .join(''),
);

/** An id that goes into our table and into addresses: printable and short. */
export const idField = z.string().regex(/^[\x21-\x7e]{1,300}$/);

/** A key to an account. It is stored, so it has an end. */
export const tokenField = z.string().min(1).max(16_384);

/** An id that is a number, as WordPress has it. */
export const numberIdField = z.number().int().positive().max(Number.MAX_SAFE_INTEGER);

/** ISO 8601 in UTC; undefined for what is no time. */
export function isoTime(said: unknown): string | undefined {
  if (typeof said !== 'string' || said.length > 40) return undefined;
  const time = Date.parse(said);
  // The years that ISO writes with four digits.
  return Number.isNaN(time) || time < 0 || time > Date.UTC(9999, 11, 31) ? undefined : new Date(time).toISOString();
}

/** A time that is left out where it is none. */
export const timeField = z.unknown().optional().transform(isoTime);

/** A figure; null for what is none: never 0, and nothing that a later sum would turn into nonsense. */
export const countField = z
  .unknown()
  .optional()
  .transform((value) => (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null));

/** The same of a header. */
export function countOfHeader(value: string | null): number | null {
  return value !== null && /^\d{1,15}$/.test(value) ? Number(value) : null;
}

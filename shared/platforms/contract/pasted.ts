import * as z from 'zod';

/** A key or a name as users paste it: with blanks and line ends around it, and none inside. */
export const pasted = z
  .string()
  .trim()
  .min(1)
  .max(16_384)
  .regex(/^\P{Cc}*$/u, 'It has a line break or another control character inside: copy it again');

/** A key in groups, which may be copied over several lines. */
export const pastedWords = z
  .string()
  .max(16_384)
  .transform((text) => text.replace(/\s+/g, ' ').trim())
  .pipe(pasted);

/** A key that is sent as it is, in a header. */
export const pastedToken = pasted.regex(
  /^[\x21-\x7e]*$/,
  'A key of this platform has only Latin letters, digits and signs, and no blanks: copy it again',
);

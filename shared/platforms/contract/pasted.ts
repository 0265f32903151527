import * as z from 'zod';

/** A key or a name as users paste it: with blanks and line ends around it. */
export const pasted = z.string().trim().min(1).max(16_384);

import * as z from 'zod';

/** What Herald does with a post that is too late after an outage: publish it, skip it, or ask the user. */
export const latePolicySchema = z.enum(['publish', 'skip', 'ask']);
export type LatePolicy = z.infer<typeof latePolicySchema>;

/** How late is too late; up to thirty days. */
export const lateAfterMinutesSchema = z.number().int().min(1).max(43_200);

import * as z from 'zod';
import type { PlatformError } from './platform-failure.ts';

/** Why the last try failed, in words that can be shown. Never holds a secret. */
export const distributionErrorSchema = z.object({
  class: z.string(),
  message: z.string(),
  remedy: z.string(),
  platformCode: z.string().optional(),
  httpStatus: z.number().optional(),
  /** The platform refused the text as a repetition, so the post exists: "not found" is not believed. */
  duplicate: z.boolean().optional(),
});
export type DistributionError = z.infer<typeof distributionErrorSchema>;

export function describeError(error: PlatformError): DistributionError {
  return {
    class: error.failure.class,
    message: error.message.slice(0, 300).toWellFormed(),
    remedy: error.remedy,
    ...(error.platformCode !== undefined && { platformCode: error.platformCode }),
    ...(error.httpStatus !== undefined && { httpStatus: error.httpStatus }),
    ...('duplicate' in error.failure && { duplicate: true }),
  };
}

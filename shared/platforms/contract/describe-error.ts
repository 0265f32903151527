import * as z from 'zod';
import type { PlatformError } from './platform-failure.ts';

/** What a platform says is stored in the post's own item, so nothing of it may be long. */
const MAX_MESSAGE = 300;
const MAX_NAME = 200;

/** Why the last try failed, in words that can be shown. Never holds a secret. */
export const distributionErrorSchema = z.object({
  class: z.string(),
  message: z.string(),
  remedy: z.string(),
  platformCode: z.string().optional(),
  httpStatus: z.number().optional(),
  /** The part of the post that the platform refused, as a JSON pointer, e.g. `/mediaUrls/1`. */
  field: z.string().optional(),
  /** The platform's id of the post that has the same text already. */
  existingId: z.string().optional(),
  /** The platform refused the text as a repetition, so the post exists: "not found" is not believed. */
  duplicate: z.boolean().optional(),
});
export type DistributionError = z.infer<typeof distributionErrorSchema>;

export function describeError(error: PlatformError): DistributionError {
  const { failure, platformCode, httpStatus } = error;
  const field = 'field' in failure ? failure.field : undefined;
  const existingId = 'existingId' in failure ? failure.existingId : undefined;
  return {
    class: failure.class,
    message: cut(error.message, MAX_MESSAGE),
    remedy: error.remedy,
    ...(platformCode !== undefined && { platformCode: cut(platformCode, MAX_NAME) }),
    ...(httpStatus !== undefined && { httpStatus }),
    ...(field !== undefined && { field: cut(field, MAX_NAME) }),
    ...(existingId !== undefined && { existingId: cut(existingId, MAX_NAME) }),
    ...('duplicate' in failure && { duplicate: true }),
  };
}

function cut(text: string, length: number): string {
  return text.slice(0, length).toWellFormed();
}

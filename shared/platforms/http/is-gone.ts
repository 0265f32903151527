import { PlatformError } from '../contract/platform-failure.ts';

/** The platform no longer has it: for a delete, that is success. */
export function isGone(error: unknown): boolean {
  return error instanceof PlatformError && error.failure.class === 'NOT_FOUND';
}

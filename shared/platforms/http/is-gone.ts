import { PlatformError } from '../contract/platform-failure.ts';

/** Deleted already is as good as deleted. */
export function isGone(error: unknown): boolean {
  return error instanceof PlatformError && error.failure.class === 'NOT_FOUND';
}

import { Sha256 } from './sha-256.ts';

/** Short connects and few tries: a function has seconds, and every caller can be run again. */
export const clientSettings = {
  maxAttempts: 4,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000 },
  // A command's way through the SDK is built for its first call, and not anew for each.
  cacheMiddleware: true,
  sha256: Sha256,
} as const;

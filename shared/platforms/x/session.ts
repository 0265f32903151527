import type { XCredentials } from './schemas.ts';

const EXPIRY_MARGIN_MS = 10 * 60_000;

/** OAuth 2 access lasts two hours. The keys of OAuth 1.0a need no refresh. */
export function needsRefresh(credentials: unknown, now: number): boolean {
  const given = credentials as XCredentials;
  if (!('refreshToken' in given)) return false;
  return given.expiresAt === undefined || Date.parse(given.expiresAt) - EXPIRY_MARGIN_MS <= now;
}

import * as z from 'zod';
import type { BlueskyCredentials } from './schemas.ts';

const EXPIRY_MARGIN_MS = 10 * 60_000;
const payload = z.object({ exp: z.number() });

/** Whether a login or a refresh has to come before the next call. */
export function needsRefresh(credentials: unknown, now: number): boolean {
  const { session } = credentials as BlueskyCredentials;
  if (session === undefined) return true;
  const end = expiry(session.accessJwt);
  return end !== undefined && end - EXPIRY_MARGIN_MS <= now;
}

/** Milliseconds since the epoch; undefined for a token that does not say. */
function expiry(jwt: string): number | undefined {
  try {
    const [, middle = ''] = jwt.split('.');
    return payload.parse(JSON.parse(Buffer.from(middle, 'base64url').toString())).exp * 1000;
  } catch {
    return undefined;
  }
}

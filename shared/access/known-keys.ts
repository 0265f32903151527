import { createHash } from 'node:crypto';
import type { Principal } from './principal.ts';

/** A revoked key works for at most this much longer, and is read once in this time by each environment. */
const KEPT_MS = 60_000;
const MAX_KEPT = 1_000;

interface Known {
  principal: Principal;
  until: number;
}

/** Principals of keys that were right, by the hash of the key: the key itself stays nowhere. */
const known = new Map<string, Known>();

export function knownPrincipal(key: string): Principal | undefined {
  const hash = hashOf(key);
  const found = known.get(hash);
  if (found === undefined || found.until > Date.now()) return found?.principal;
  known.delete(hash);
  return undefined;
}

/** @param expiresAt when the key ends, epoch seconds */
export function keepPrincipal(key: string, principal: Principal, expiresAt: number | undefined): void {
  // Whoever was asked for first is the first to be asked for again.
  if (known.size >= MAX_KEPT) known.delete(known.keys().next().value!);
  const until = Math.min(Date.now() + KEPT_MS, (expiresAt ?? Number.POSITIVE_INFINITY) * 1000);
  known.set(hashOf(key), { principal, until });
}

/** For tests. */
export function forgetPrincipals(): void {
  known.clear();
}

const hashOf = (key: string) => createHash('sha256').update(key).digest('base64');

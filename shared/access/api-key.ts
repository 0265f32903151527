import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { scopeSchema } from '../kernel/requests/scope.ts';

export const apiKeySchema = z.object({
  id: z.string(),
  tenantId: z.string(),
  name: z.string(),
  scopes: z.array(scopeSchema),
  /** SHA-256 of the secret half: a fast hash is right for 256 random bits. */
  secretHash: z.string(),
  createdAt: z.iso.datetime(),
  /** DynamoDB's TTL attribute, epoch seconds. */
  expiresAt: z.number().optional(),
});
export type ApiKey = z.infer<typeof apiKeySchema>;

/** A key as the API shows it: never its secret. */
export const apiKeyViewSchema = apiKeySchema
  .omit({ tenantId: true, secretHash: true, expiresAt: true })
  .extend({ expiresAt: z.iso.datetime().nullable() })
  .meta({ id: 'ApiKey' });
export type ApiKeyView = z.infer<typeof apiKeyViewSchema>;

export function viewApiKey({ id, name, scopes, createdAt, expiresAt }: ApiKey): ApiKeyView {
  const expires = expiresAt === undefined ? null : new Date(expiresAt * 1000).toISOString();
  return { id, name, scopes, createdAt, expiresAt: expires };
}

/** The fixed prefix lets secret scanners find a leaked key. */
const PREFIX = 'herald';

export function newApiKey(id: string): { key: string; secretHash: string } {
  const secret = randomBytes(32).toString('hex');
  return { key: `${PREFIX}_${id}_${secret}`, secretHash: hash(secret) };
}

/** The two halves of `herald_<id>_<secret>`, as a caller writes it after `Bearer `. */
export function parseApiKey(key: string): { id: string; secret: string } | undefined {
  const match = /^herald_([0-9a-z]{8,40})_([0-9a-f]{64})$/.exec(key);
  return match ? { id: match[1]!, secret: match[2]! } : undefined;
}

export function secretMatches(secret: string, secretHash: string): boolean {
  return timingSafeEqual(Buffer.from(hash(secret), 'hex'), Buffer.from(secretHash, 'hex'));
}

export function isKeyExpired({ expiresAt }: Pick<ApiKey, 'expiresAt'>, now: number): boolean {
  return expiresAt !== undefined && expiresAt * 1000 <= now;
}

function hash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

import { createHash } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { HeraldError } from '../kernel/herald-error.ts';
import {
  assertSameBody,
  type Idempotency,
  type IdempotencyRecord,
  readIdempotencyRecord,
} from '../kernel/requests/idempotency-items.ts';

/** The idempotency of a POST that carries the header; names the tenant's route and key, and fingerprints the body. */
export function idempotencyOf(event: APIGatewayProxyEventV2, body: unknown): Idempotency | undefined {
  const header = event.headers['idempotency-key'];
  if (header === undefined || event.requestContext.http.method !== 'POST') return undefined;
  // The IETF draft quotes the value, most clients send it bare.
  const key = header.trim().replace(/^"(.*)"$/, '$1');
  if (key.length < 1 || key.length > 255) {
    throw new HeraldError('invalid_request', 'The Idempotency-Key must have 1 to 255 characters.', {
      remedy: 'Use a UUID, a new one for each thing you want done.',
    });
  }
  return { id: sha256(`${event.rawPath}\n${key}`), fingerprint: sha256(JSON.stringify(canonical(body ?? null))) };
}

/** @throws HeraldError `idempotency_key_reused` where the key came with another body before */
export async function findRecord(
  tenantId: string,
  idempotency: Idempotency | undefined,
): Promise<IdempotencyRecord | undefined> {
  if (idempotency === undefined) return undefined;
  const record = await readIdempotencyRecord(tenantId, idempotency.id);
  if (record !== undefined) assertSameBody(record, idempotency);
  return record;
}

/** The order of fields says nothing. Only names are compared: what a caller writes may be named `toString` or `valueOf`. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, inner]) => [key, canonical(inner)]),
  );
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

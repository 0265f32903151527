import * as z from 'zod';
import { HeraldError } from '../herald-error.ts';
import { defineGuard } from '../table/guard.ts';
import type { LabelledAction } from '../table/labelled-action.ts';
import { getItem } from '../table/read.ts';
import { isNewOrExpired, put } from '../table/transact.ts';
import { idempotencyKeys } from './idempotency-keys.ts';

/** Without a refusal: the handler answers with what the first request left. */
const idempotencyGuard = defineGuard('idempotency');

const RETENTION_SECONDS = 86_400;

/** What Herald keeps of a POST with an `Idempotency-Key`: enough to give the first answer again, never a secret. */
const idempotencyRecordSchema = z.object({
  fingerprint: z.string(),
  status: z.number().int(),
  resourceId: z.string(),
  expiresAt: z.number(),
});
export type IdempotencyRecord = z.infer<typeof idempotencyRecordSchema>;

/** A POST that carries a key: `id` names tenant, route and key; `fingerprint` its body. */
export interface Idempotency {
  id: string;
  fingerprint: string;
}

export async function readIdempotencyRecord(tenantId: string, id: string): Promise<IdempotencyRecord | undefined> {
  const item = await getItem(idempotencyKeys.idempotency(tenantId, id));
  if (item === undefined) return undefined;
  const record = idempotencyRecordSchema.parse(item);
  return record.expiresAt * 1000 < Date.now() ? undefined : record;
}

/** @throws HeraldError `idempotency_key_reused` where the key came with another body before */
export function assertSameBody(record: IdempotencyRecord, { fingerprint }: Idempotency): void {
  if (record.fingerprint === fingerprint) return;
  throw new HeraldError('idempotency_key_reused', 'This Idempotency-Key came with another body before.', {
    remedy: 'Use a new key for a new request, or repeat the first request unchanged.',
  });
}

/** The record, to be written in the transaction of what the request does; nothing where the request had no key. */
export function recordIdempotency(
  tenantId: string,
  idempotency: Idempotency | undefined,
  outcome: { status: number; resourceId: string },
): LabelledAction[] {
  if (idempotency === undefined) return [];
  const item = {
    ...idempotencyKeys.idempotency(tenantId, idempotency.id),
    fingerprint: idempotency.fingerprint,
    ...outcome,
    expiresAt: Math.floor(Date.now() / 1000) + RETENTION_SECONDS,
  };
  return [put(idempotencyGuard, item, isNewOrExpired())];
}

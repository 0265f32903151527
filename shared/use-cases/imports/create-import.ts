import { isoNow } from '../../cloud/clock.ts';
import { importFileKeys } from '../../cloud/import-files.ts';
import { putText } from '../../cloud/text-store.ts';
import { derivedId, newId } from '../../domain/ids.ts';
import {
  type Import,
  type ImportDryRun,
  type ImportFormat,
  type ImportListItem,
  viewImportListItem,
} from '../../domain/imports/import.ts';
import { recordEvent } from '../../store/event-items.ts';
import { recordIdempotency } from '../../store/idempotency-items.ts';
import { insertImport } from '../../store/import-items.ts';
import { transact } from '../../store/transact.ts';
import { explainGuards } from '../explain-guards.ts';
import type { RequestContext } from '../request-context.ts';
import { validateImport } from './validate-import.ts';

const SHOWN_IN_DRY_RUN = 1_000;

export interface NewImport {
  format: ImportFormat;
  text: string;
  /** Take the good rows although others are bad. */
  allowPartial: boolean;
}

/** Keeps the file and says so: the event, once on the bus, starts the work. */
export async function createImport(
  { tenantId, actor, idempotency }: RequestContext,
  { format, text, allowPartial }: NewImport,
): Promise<ImportListItem> {
  const id = idempotency === undefined ? newId() : derivedId(tenantId, idempotency.id);
  const bytes = Buffer.byteLength(text);
  const figures = { total: 0, valid: 0, invalid: 0, created: 0, existing: 0, failed: 0 };
  const progress = { problemCount: 0, chunks: 0, chunksDone: 0 };
  const made: Import = {
    id,
    tenantId,
    status: 'pending',
    format,
    allowPartial,
    bytes,
    ...figures,
    ...progress,
    createdBy: actor.actor,
    createdAt: isoNow(),
  };
  // Before the item, which must never point at nothing.
  await putText(importFileKeys.file(tenantId, id), text);
  await explainGuards(() =>
    transact([
      insertImport(made),
      ...recordIdempotency(tenantId, idempotency, { status: 202, resourceId: id }),
      recordEvent(actor, {
        type: 'IMPORT_CREATED',
        tenantId,
        entityType: 'import',
        entityId: id,
        data: { format, bytes, allowPartial },
      }),
    ]),
  );
  return viewImportListItem(made);
}

/** What an import of this file would do. Stores nothing. */
export async function dryRunImport(tenantId: string, { format, text, allowPartial }: NewImport): Promise<ImportDryRun> {
  const { total, valid, invalid, problems, unusable } = await validateImport(tenantId, format, text);
  return {
    dryRun: true,
    format,
    wouldImport: !unusable && valid.length > 0 && (invalid === 0 || allowPartial),
    counts: { total, valid: valid.length, invalid },
    problems: problems.slice(0, SHOWN_IN_DRY_RUN),
    problemCount: problems.length,
  };
}

import { importFileKeys } from '../aws/import-files.ts';
import { putText } from '../aws/text-store.ts';
import { recordEvent } from '../kernel/events/event-items.ts';
import { derivedId, newId } from '../kernel/ids.ts';
import { recordIdempotency } from '../kernel/requests/idempotency-items.ts';
import type { RequestContext } from '../kernel/requests/request-context.ts';
import { withGuardErrors } from '../kernel/table/guard-errors.ts';
import { transact } from '../kernel/table/transact.ts';
import { isoNow } from '../kernel/time/clock.ts';
import { importEvents } from './events.ts';
import {
  type Import,
  type ImportDryRun,
  type ImportFormat,
  type ImportListItem,
  viewImportListItem,
} from './import.ts';
import { insertImport } from './import-items.ts';
import { tryRows } from './try-rows.ts';
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
  const pending: Import = {
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
  await withGuardErrors(() =>
    transact([
      insertImport(pending),
      ...recordIdempotency(tenantId, idempotency, { status: 202, resourceId: id }),
      recordEvent(actor, importEvents.IMPORT_CREATED, {
        tenantId,
        entityId: id,
        data: { format, bytes, allowPartial },
      }),
    ]),
  );
  return viewImportListItem(pending);
}

/** What an import of this file would do. Stores nothing. */
export async function dryRunImport(tenantId: string, { format, text, allowPartial }: NewImport): Promise<ImportDryRun> {
  const { total, valid, invalid, problems, unusable } = await validateImport(tenantId, format, text);
  const refused = await tryRows(tenantId, unusable ? [] : valid, format);
  const all = [...problems, ...refused.problems].sort((a, b) => a.line - b.line);
  const lost = new Set(refused.problems.map(({ line }) => line)).size;
  return {
    dryRun: true,
    format,
    wouldImport: !unusable && valid.length > 0 && (invalid === 0 || allowPartial),
    counts: { total, valid: valid.length - lost, invalid: invalid + lost },
    triedTimes: refused.tried,
    problems: all.slice(0, SHOWN_IN_DRY_RUN),
    problemCount: all.length,
  };
}

import { recordEvent } from '../kernel/events/event-items.ts';
import { derivedId, newId } from '../kernel/ids.ts';
import { recordIdempotency } from '../kernel/requests/idempotency-items.ts';
import type { RequestContext } from '../kernel/requests/request-context.ts';
import { countUp } from '../kernel/settings/count-items.ts';
import { withGuardErrors } from '../kernel/table/guard-errors.ts';
import { transact } from '../kernel/table/transact.ts';
import { isoNow } from '../kernel/time/clock.ts';
import { importEvents } from './events.ts';
import { type Import, type ImportFormat, type ImportListItem, viewImportListItem } from './import.ts';
import { putUpload } from './import-files.ts';
import { insertImport } from './import-items.ts';
import { openImportQuota } from './settings.ts';

export interface NewImport {
  format: ImportFormat;
  text: string;
  /** Create the posts of the valid rows although others are invalid. */
  allowPartial: boolean;
}

/** Stores the file and the import. Its event, once on the bus, starts the work. @throws HeraldError `limit_reached` */
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
  const counted = await countUp(tenantId, openImportQuota);
  // Before the item, so that the item never points at nothing.
  await putUpload(pending, text);
  await withGuardErrors(() =>
    transact([
      insertImport(pending),
      ...recordIdempotency(tenantId, idempotency, { status: 202, resourceId: id }),
      recordEvent(actor, importEvents.IMPORT_CREATED, {
        tenantId,
        entityId: id,
        data: { format, bytes, allowPartial },
      }),
      ...counted,
    ]),
  );
  return viewImportListItem(pending);
}

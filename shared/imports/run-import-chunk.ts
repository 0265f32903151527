import type { Actor } from '../kernel/events/event.ts';
import { recordEvent } from '../kernel/events/event-items.ts';
import { tryTransact } from '../kernel/table/try-transact.ts';
import { isoNow } from '../kernel/time/clock.ts';
import { createRows } from './create-rows.ts';
import { importEvents } from './events.ts';
import { importGuards } from './guards.ts';
import { type Import, importCountsSchema } from './import.ts';
import { nextInOrder, sendFirstInOrder } from './import-chunks.ts';
import { addChunk, readChunk, readImport, replaceImport } from './import-items.ts';
import type { ImportRef, RunImportChunk } from './import-messages.ts';

/** Of the function's 60 seconds; a chunk that is begun before takes some more. */
const MAX_RUN_MS = 30_000;

/**
 * Creates the posts of one chunk of rows, and counts them once. A second run finds the posts of the first by their ids,
 * so a worker that dies leaves nothing undone, and no post is made twice. Chunks in order follow in the same run.
 */
export async function runImportChunk({ tenantId, importId, chunk }: RunImportChunk, worker: Actor): Promise<void> {
  const found = await readImport(tenantId, importId);
  if (found?.status !== 'running') return;
  const until = Date.now() + MAX_RUN_MS;
  const { inOrderFrom = found.chunks } = found;
  const next = await runOne(found, chunk, until, worker);
  if (chunk < inOrderFrom) await sendFirstInOrder(found);
  else if (next) await runOn(found, until, worker);
  await endImport(tenantId, importId, worker);
}

/** Goes on with the chunks in order, from the first that is not done. */
export async function runInOrder({ tenantId, importId }: ImportRef, worker: Actor): Promise<void> {
  const found = await readImport(tenantId, importId);
  if (found?.status !== 'running') return;
  await runOn(found, Date.now() + MAX_RUN_MS, worker);
  await endImport(tenantId, importId, worker);
}

async function runOn(one: Import, until: number, worker: Actor): Promise<void> {
  let chunk = await nextInOrder(one);
  while (chunk !== undefined && (await runOne(one, chunk, until, worker))) {
    chunk = chunk + 1 < one.chunks ? chunk + 1 : undefined;
  }
}

/**
 * Runs one chunk, unless it is done. Where the worker's time is over after it, an event in the same transaction brings the
 * next worker.
 *
 * @returns whether this worker may go on with the next
 */
async function runOne(one: Import, chunk: number, until: number, worker: Actor): Promise<boolean> {
  const { tenantId, id, chunks, inOrderFrom = chunks } = one;
  if ((await readChunk(tenantId, id, chunk)) !== undefined) return true;
  const result = await createRows(one, chunk, until, worker);
  const endsHere = chunk >= inOrderFrom && chunk + 1 < chunks && Date.now() > until;
  const continues = recordEvent(worker, importEvents.IMPORT_CONTINUES, {
    tenantId,
    entityId: id,
    data: { chunksDone: chunk + 1, chunks },
  });
  const refused = await tryTransact([...addChunk(one, result, isoNow()), ...(endsHere ? [continues] : [])]);
  // The guard of the chunk: another worker with the same message has counted it, and goes on itself.
  if (refused !== undefined && refused.guard !== importGuards.chunk) throw refused;
  return refused === undefined && !endsHere;
}

/** The worker that counted the last chunk ends the import; after a crash, the message that comes again does. */
async function endImport(tenantId: string, importId: string, worker: Actor): Promise<void> {
  const before = await readImport(tenantId, importId);
  if (before?.status !== 'running' || before.chunksDone < before.chunks) return;
  const lost = before.failed + before.invalid;
  const hasPosts = before.created + before.existing > 0;
  const status = lost === 0 ? 'completed' : hasPosts ? 'partial' : 'failed';
  const after: Import = { ...before, status, endedAt: isoNow() };
  const of = { tenantId, entityId: importId };
  const counts = importCountsSchema.parse(after);
  const event =
    status === 'failed'
      ? recordEvent(worker, importEvents.IMPORT_FAILED, { ...of, data: { status, ...counts } })
      : recordEvent(worker, importEvents.IMPORT_COMPLETED, { ...of, data: { status, ...counts } });
  // Where a guard refuses, another worker has ended it.
  await tryTransact([...replaceImport(before, after), event]);
}

import { isoNow } from '../../cloud/clock.ts';
import { importFileKeys } from '../../cloud/import-files.ts';
import { sendMessages } from '../../cloud/queues.ts';
import { getText, putText } from '../../cloud/text-store.ts';
import type { Actor } from '../../domain/event.ts';
import { newId } from '../../domain/ids.ts';
import { IMPORT_CHUNK_ROWS, type Import, importCountsSchema } from '../../domain/imports/import.ts';
import { recordEvent } from '../../store/event-items.ts';
import { readChunks, readImport, replaceImport } from '../../store/import-items.ts';
import { GuardFailed, transact } from '../../store/transact.ts';
import type { ImportRef, RunImportChunk } from './import-messages.ts';
import { type ValidatedFile, validateImport } from './validate-import.ts';

/** SQS takes no more messages at once. */
const BATCH = 10;

/**
 * Looks at the whole file first; then, unless it must not be, sends one message for each chunk of rows. May run again
 * at any moment: an import that runs already only has its missing chunks asked for again.
 */
export async function startImport({ tenantId, importId }: ImportRef, worker: Actor): Promise<void> {
  const found = await readImport(tenantId, importId);
  if (found === undefined) return;
  if (found.status === 'running') return sendChunks(found);
  if (found.status !== 'pending' && found.status !== 'validating') return;

  const before: Import = { ...found, status: 'validating', startedAt: found.startedAt ?? isoNow() };
  const text = await getText(importFileKeys.file(tenantId, importId));
  try {
    await transact([replaceImport(found, before)]);
    const file = await validateImport(tenantId, found.format, text);
    const run = newId();
    await putFiles(before, run, file);
    const after = stateAfter(before, run, file);
    await transact([replaceImport(before, after), eventOf(after, worker)]);
    if (after.status === 'running') await sendChunks(after);
  } catch (error) {
    // Another worker was quicker, with the same file.
    if (!(error instanceof GuardFailed)) throw error;
  }
}

async function putFiles({ tenantId, id }: Import, run: string, { valid, problems }: ValidatedFile): Promise<void> {
  if (problems.length > 0) await putText(importFileKeys.problems(tenantId, id, run), JSON.stringify(problems));
  for (let chunk = 0; chunk * IMPORT_CHUNK_ROWS < valid.length; chunk += 1) {
    const rows = valid.slice(chunk * IMPORT_CHUNK_ROWS, (chunk + 1) * IMPORT_CHUNK_ROWS);
    await putText(importFileKeys.chunk(tenantId, id, run, chunk), JSON.stringify(rows));
  }
}

function stateAfter(before: Import, run: string, { total, valid, invalid, problems, unusable }: ValidatedFile): Import {
  const figures = { total, valid: valid.length, invalid, problemCount: problems.length, run };
  const refused = unusable || valid.length === 0 || (invalid > 0 && !before.allowPartial);
  if (refused) return { ...before, ...figures, status: 'failed', endedAt: isoNow() };
  return { ...before, ...figures, status: 'running', chunks: Math.ceil(valid.length / IMPORT_CHUNK_ROWS) };
}

function eventOf(state: Import, worker: Actor) {
  return recordEvent(worker, {
    type: state.status === 'running' ? 'IMPORT_STARTED' : 'IMPORT_FAILED',
    tenantId: state.tenantId,
    entityType: 'import',
    entityId: state.id,
    data: { ...importCountsSchema.parse(state), problemCount: state.problemCount },
  });
}

async function sendChunks({ tenantId, id, chunks }: Import): Promise<void> {
  const done = new Set((await readChunks(tenantId, id)).map(({ chunk }) => chunk));
  const missing = Array.from({ length: chunks }, (_, chunk) => chunk).filter((chunk) => !done.has(chunk));
  for (let start = 0; start < missing.length; start += BATCH) {
    const messages = missing.slice(start, start + BATCH).map((chunk) => {
      const body: RunImportChunk = { kind: 'chunk', tenantId, importId: id, chunk };
      return { body, delaySeconds: 0 };
    });
    await sendMessages('IMPORT_QUEUE_URL', messages);
  }
}

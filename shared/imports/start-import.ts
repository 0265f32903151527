import { importFileKeys } from '../aws/import-files.ts';
import { getText, putText } from '../aws/text-store.ts';
import type { Actor } from '../kernel/events/event.ts';
import { recordEvent } from '../kernel/events/event-items.ts';
import { newId } from '../kernel/ids.ts';
import { GuardFailed, transact } from '../kernel/table/transact.ts';
import { isoNow } from '../kernel/time/clock.ts';
import { importEvents } from './events.ts';
import { type Import, importCountsSchema } from './import.ts';
import { chunksOf, putChunks, sendChunks } from './import-chunks.ts';
import { readImport, replaceImport } from './import-items.ts';
import type { ImportRef } from './import-messages.ts';
import { type ValidatedFile, validateImport } from './validate-import.ts';

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
    const { problems, valid } = file;
    if (problems.length > 0) await putText(importFileKeys.problems(tenantId, importId, run), JSON.stringify(problems));
    const { chunks, inOrderFrom } = chunksOf(valid);
    await putChunks(before, run, chunks);
    const after = stateAfter(before, run, file, { chunks: chunks.length, inOrderFrom });
    await transact([replaceImport(before, after), eventOf(after, worker)]);
    if (after.status === 'running') await sendChunks(after);
  } catch (error) {
    // Another worker was quicker, with the same file.
    if (!(error instanceof GuardFailed)) throw error;
  }
}

function stateAfter(
  before: Import,
  run: string,
  { total, valid, invalid, problems, unusable }: ValidatedFile,
  chunks: Pick<Import, 'chunks' | 'inOrderFrom'>,
): Import {
  const figures = { total, valid: valid.length, invalid, problemCount: problems.length, run };
  const refused = unusable || valid.length === 0 || (invalid > 0 && !before.allowPartial);
  if (refused) return { ...before, ...figures, status: 'failed', endedAt: isoNow() };
  return { ...before, ...figures, ...chunks, status: 'running' };
}

function eventOf(state: Import, worker: Actor) {
  return recordEvent(worker, state.status === 'running' ? importEvents.IMPORT_STARTED : importEvents.IMPORT_FAILED, {
    tenantId: state.tenantId,
    entityId: state.id,
    data: { ...importCountsSchema.parse(state), problemCount: state.problemCount },
  });
}

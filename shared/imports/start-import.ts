import type { Actor } from '../kernel/events/event.ts';
import { recordEvent } from '../kernel/events/event-items.ts';
import { newId } from '../kernel/ids.ts';
import type { LabelledAction } from '../kernel/table/labelled-action.ts';
import { tryTransact } from '../kernel/table/try-transact.ts';
import { isoNow } from '../kernel/time/clock.ts';
import { importEvents } from './events.ts';
import { type Import, importCountsSchema } from './import.ts';
import { chunksOf, sendChunks } from './import-chunks.ts';
import { getUpload, putChunks, putProblems } from './import-files.ts';
import { readImport, replaceImport } from './import-items.ts';
import type { ImportRef } from './import-messages.ts';
import { type ValidatedFile, validateImport } from './validate-import.ts';

/**
 * Validates the whole file; then, if the import may begin, sends one message for each chunk of rows. It may run twice:
 * for an import that is running already it sends the messages of the missing chunks again.
 */
export async function startImport({ tenantId, importId }: ImportRef, worker: Actor): Promise<void> {
  const found = await readImport(tenantId, importId);
  if (found === undefined) return;
  if (found.status === 'running') return sendChunks(found);
  if (found.status !== 'pending' && found.status !== 'validating') return;

  // Another worker with the same message may be quicker, with the same file: then this one has nothing to do.
  const before: Import = { ...found, status: 'validating', startedAt: found.startedAt ?? isoNow() };
  if ((await tryTransact(replaceImport(found, before))) !== undefined) return;
  const run = newId();
  const file = await validateImport(tenantId, found.format, await getUpload(found));
  const { chunks, inOrderFrom } = chunksOf(file.valid);
  if (file.problems.length > 0) await putProblems(before, run, file.problems);
  await putChunks(before, run, chunks);
  const after = stateAfter(before, run, file, { chunks: chunks.length, inOrderFrom });
  if ((await tryTransact([...replaceImport(before, after), eventOf(after, worker)])) !== undefined) return;
  if (after.status === 'running') await sendChunks(after);
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

function eventOf(state: Import, worker: Actor): LabelledAction {
  const data = { ...importCountsSchema.parse(state), problemCount: state.problemCount };
  const of = { tenantId: state.tenantId, entityId: state.id, data };
  return state.status === 'running'
    ? recordEvent(worker, importEvents.IMPORT_STARTED, of)
    : recordEvent(worker, importEvents.IMPORT_FAILED, of);
}

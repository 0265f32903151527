import { importFileKeys } from '../aws/import-files.ts';
import { sendMessages } from '../aws/queues.ts';
import { getText, putText } from '../aws/text-store.ts';
import { creationOrder } from './creation-order.ts';
import { IMPORT_CHUNK_ROWS, type Import, ORDERED_CHUNK_ROWS } from './import.ts';
import { readChunks } from './import-items.ts';
import type { RunImportChunk } from './import-messages.ts';
import type { ValidRow } from './validate-import.ts';

/** SQS takes no more messages at once. */
const BATCH = 10;

/** The rows in chunks by `creationOrder`: from `inOrderFrom` on, each chunk waits for those before it. */
export function chunksOf(rows: ValidRow[]): { chunks: ValidRow[][]; inOrderFrom: number | undefined } {
  const { independent, inOrder } = creationOrder(rows);
  const first = inChunks(independent, IMPORT_CHUNK_ROWS);
  return {
    chunks: [...first, ...inChunks(inOrder, ORDERED_CHUNK_ROWS)],
    inOrderFrom: inOrder.length === 0 ? undefined : first.length,
  };
}

function inChunks(rows: ValidRow[], size: number): ValidRow[][] {
  const count = Math.ceil(rows.length / size);
  return Array.from({ length: count }, (_, chunk) => rows.slice(chunk * size, (chunk + 1) * size));
}

export async function putChunks({ tenantId, id }: Import, run: string, chunks: ValidRow[][]): Promise<void> {
  for (const [chunk, rows] of chunks.entries()) {
    await putText(importFileKeys.chunk(tenantId, id, run, chunk), JSON.stringify(rows));
  }
}

export async function readChunkRows({ tenantId, id, run }: Import, chunk: number): Promise<ValidRow[]> {
  return JSON.parse(await getText(importFileKeys.chunk(tenantId, id, run!, chunk))) as ValidRow[];
}

/** Asks for whatever is not done and may be: of the chunks in order only the first that waits for none before it. */
export async function sendChunks(one: Import): Promise<void> {
  const { chunks, inOrderFrom = chunks } = one;
  const missing = await missingChunks(one);
  const [first = chunks] = missing;
  await send(
    one,
    missing.filter((chunk) => chunk < inOrderFrom || chunk === first),
  );
}

/** Asks for the next chunk in order once all before it are done; may be asked for again, which is harmless. */
export async function sendNextInOrder(one: Import): Promise<void> {
  if (one.inOrderFrom === undefined) return;
  const [first] = await missingChunks(one);
  if (first !== undefined && first >= one.inOrderFrom) await send(one, [first]);
}

async function missingChunks({ tenantId, id, chunks }: Import): Promise<number[]> {
  const done = new Set((await readChunks(tenantId, id)).map(({ chunk }) => chunk));
  return Array.from({ length: chunks }, (_, chunk) => chunk).filter((chunk) => !done.has(chunk));
}

async function send({ tenantId, id }: Import, chunks: number[]): Promise<void> {
  for (let start = 0; start < chunks.length; start += BATCH) {
    const messages = chunks.slice(start, start + BATCH).map((chunk) => {
      const body: RunImportChunk = { kind: 'chunk', tenantId, importId: id, chunk };
      return { body, delaySeconds: 0 };
    });
    await sendMessages('IMPORT_QUEUE_URL', messages);
  }
}

import { sendMessages } from '../aws/queues.ts';
import { creationOrder } from './creation-order.ts';
import { IMPORT_CHUNK_ROWS, type Import, ORDERED_CHUNK_ROWS } from './import.ts';
import { readChunks } from './import-items.ts';
import type { RunImportChunk } from './import-messages.ts';
import type { ValidRow } from './rows/valid-row.ts';

/** SQS takes no more messages in one call. */
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

/** Sends a message for each chunk that is not done; of the chunks in order only for the first. */
export async function sendChunks(one: Import): Promise<void> {
  const { chunks, inOrderFrom = chunks } = one;
  const missing = await missingChunks(one);
  const [first = chunks] = missing;
  await send(
    one,
    missing.filter((chunk) => chunk < inOrderFrom || chunk === first),
  );
}

/** Sends the message of the first chunk in order once all chunks before it are done. To send it twice does no harm. */
export async function sendFirstInOrder(one: Import): Promise<void> {
  const next = await nextInOrder(one);
  if (next !== undefined) await send(one, [next]);
}

/** The chunk in order that is next, where all chunks before it are done. */
export async function nextInOrder(one: Import): Promise<number | undefined> {
  if (one.inOrderFrom === undefined) return undefined;
  const [first] = await missingChunks(one);
  return first !== undefined && first >= one.inOrderFrom ? first : undefined;
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

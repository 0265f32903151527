import { listPage, mapPage, type Page, type PageQuery } from '../kernel/requests/page.ts';
import { countDown } from '../kernel/settings/count-items.ts';
import type { Item } from '../kernel/table/client.ts';
import { indexKeys, listOf, timeSortKey } from '../kernel/table/key-parts.ts';
import type { LabelledAction } from '../kernel/table/labelled-action.ts';
import { allItems, getItem, queryPartition } from '../kernel/table/read.ts';
import { isNew, put, update } from '../kernel/table/transact.ts';
import { importGuards } from './guards.ts';
import { type Import, type ImportChunk, importChunkSchema, importSchema } from './import.ts';
import { importKeys, importLists, importPk, importPrefixes } from './keys.ts';
import { openImportQuota } from './settings.ts';

/** As long as the files in the bucket. The event log keeps the import's events for longer. */
const RETENTION_SECONDS = 90 * 86_400;
const expiresAt = ({ createdAt }: Pick<Import, 'createdAt'>) =>
  Math.floor(Date.parse(createdAt) / 1000) + RETENTION_SECONDS;

function toImportItem(one: Import): Item {
  const { tenantId, id, createdAt } = one;
  return {
    ...importKeys.import(tenantId, id),
    ...indexKeys('gsi1', importLists.imports.pk(tenantId), timeSortKey(createdAt, id)),
    expiresAt: expiresAt(one),
    ...one,
  };
}

function fromImportItem(item: Item): Import {
  return importSchema.parse(item);
}

export async function readImport(tenantId: string, id: string): Promise<Import | undefined> {
  const item = await getItem(importKeys.import(tenantId, id));
  return item && fromImportItem(item);
}

export function insertImport(one: Import): LabelledAction {
  return put(importGuards.newImport, toImportItem(one), isNew);
}

/**
 * Writes the next state of an import, unless another worker has. Only `addChunk` adds the figures of chunks. An import
 * that ends counts no more as open.
 */
export function replaceImport(before: Import, after: Import): LabelledAction[] {
  const written = put(importGuards.import, toImportItem(after), {
    expression: '#status = :status AND chunksDone = :chunksDone',
    names: { '#status': 'status' },
    values: { ':status': before.status, ':chunksDone': before.chunksDone },
  });
  return isOpen(before) && !isOpen(after) ? [written, countDown(before.tenantId, openImportQuota)] : [written];
}

const isOpen = ({ endedAt }: Import) => endedAt === undefined;

/** How many imports of the tenant have not ended. */
export async function countOpenImports(tenantId: string): Promise<number> {
  let open = 0;
  for await (const item of allItems(listOf(importLists.imports, tenantId))) if (isOpen(fromImportItem(item))) open += 1;
  return open;
}

/** Adds the result of a chunk once, however often SQS delivers its message. */
export function addChunk(one: Import, result: ImportChunk, progressAt: string): LabelledAction[] {
  const { tenantId, id } = one;
  return [
    put(
      importGuards.chunk,
      {
        ...importKeys.importChunk(tenantId, id, result.chunk),
        expiresAt: expiresAt(one),
        ...importChunkSchema.parse(result),
      },
      isNew,
    ),
    update(
      importGuards.import,
      importKeys.import(tenantId, id),
      'ADD #created :created, #existing :existing, #failed :failed, chunksDone :one SET progressAt = :now',
      {
        ':created': result.created,
        ':existing': result.existing,
        ':failed': result.failed,
        ':one': 1,
        ':now': progressAt,
      },
      {
        expression: 'attribute_exists(pk)',
        names: { '#created': 'created', '#existing': 'existing', '#failed': 'failed' },
      },
    ),
  ];
}

export async function readChunk(tenantId: string, id: string, chunk: number): Promise<ImportChunk | undefined> {
  const item = await getItem(importKeys.importChunk(tenantId, id, chunk));
  return item && importChunkSchema.parse(item);
}

/** In the order of the file. */
export async function readChunks(tenantId: string, id: string): Promise<ImportChunk[]> {
  const items = await queryPartition({ pk: importPk(tenantId, id), prefix: importPrefixes.importChunk });
  return items.map((item) => importChunkSchema.parse(item));
}

/** Newest first. */
export async function readImportPage(tenantId: string, query: PageQuery): Promise<Page<Import>> {
  return mapPage(await listPage({ ...listOf(importLists.imports, tenantId), descending: true }, query), fromImportItem);
}

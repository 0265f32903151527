import * as z from 'zod';

export interface ImportRef {
  tenantId: string;
  importId: string;
}

const chunkSchema = z.object({
  kind: z.literal('chunk'),
  tenantId: z.string(),
  importId: z.string(),
  chunk: z.number().int().min(0),
});
export type RunImportChunk = z.infer<typeof chunkSchema>;

/** The event of a new import as the bus puts it into the queue. */
const createdSchema = z
  .object({
    'detail-type': z.literal('IMPORT_CREATED'),
    detail: z.object({ tenantId: z.string(), entityId: z.string() }),
  })
  .transform(({ detail }) => ({ kind: 'start' as const, tenantId: detail.tenantId, importId: detail.entityId }));

/** One worker's time has ended: the next goes on with the rows that are made in order. */
const continuesSchema = z
  .object({
    'detail-type': z.literal('IMPORT_CONTINUES'),
    detail: z.object({ tenantId: z.string(), entityId: z.string() }),
  })
  .transform(({ detail }) => ({ kind: 'continue' as const, tenantId: detail.tenantId, importId: detail.entityId }));

/** What the import queue carries. */
export const importMessageSchema = z.union([chunkSchema, createdSchema, continuesSchema]);
export type ImportMessage = z.infer<typeof importMessageSchema>;

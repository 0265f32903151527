import type { Key } from '../kernel/table/client.ts';
import { tenantPrefix } from '../kernel/table/key-parts.ts';

export const importPk = (tenantId: string, id: string) => `${tenantPrefix(tenantId)}#IMPORT#${id}`;

export const importPrefixes = {
  importChunk: 'CHUNK#',
} as const;

export const importKeys = {
  import: (tenantId: string, id: string): Key => ({ pk: importPk(tenantId, id), sk: 'IMPORT' }),
  importChunk: (tenantId: string, id: string, chunk: number): Key => ({
    pk: importPk(tenantId, id),
    sk: `CHUNK#${String(chunk).padStart(4, '0')}`,
  }),
};

export const importLists = {
  imports: { index: 'gsi1', pk: (tenantId: string) => `${tenantPrefix(tenantId)}#IMPORTS` },
} as const;

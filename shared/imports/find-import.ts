import { notFound } from '../kernel/herald-error.ts';
import type { Import } from './import.ts';
import { readImport } from './import-items.ts';

/** @throws HeraldError `not_found`, also where it belongs to another tenant */
export async function findImport(tenantId: string, id: string): Promise<Import> {
  const found = await readImport(tenantId, id);
  if (found === undefined) throw notFound('import', id);
  return found;
}

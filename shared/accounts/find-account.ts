import { notFound } from '../kernel/herald-error.ts';
import type { Platform } from './account.ts';
import { readPlatform } from './account-items.ts';

/** @throws HeraldError `not_found`, also where the platform belongs to another tenant */
export async function findPlatform(tenantId: string, id: string): Promise<Platform> {
  const platform = await readPlatform(tenantId, id);
  if (platform === undefined) throw notFound('platform', id);
  return platform;
}

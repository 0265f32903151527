import { defineGuard } from '../table/guard.ts';
import type { LabelledAction } from '../table/labelled-action.ts';
import { getItem } from '../table/read.ts';
import { isNew, update, updateAlways } from '../table/transact.ts';
import type { Quota } from './define-setting.ts';
import { limitReached } from './limit-reached.ts';
import { readSetting } from './read-setting.ts';
import { settingKeys } from './setting-keys.ts';

/**
 * Counts new things of a tenant, in the transaction that creates them; refused where they would be more than the quota
 * allows. Only for what is created rarely: each write of a count waits for the others of the same tenant and name.
 */
export async function countUp(tenantId: string, quota: Quota, by = 1): Promise<LabelledAction[]> {
  if (by === 0) return [];
  const limit = await readSetting(tenantId, quota);
  if (by > limit) throw limitReached(quota, limit, by);
  const guard = defineGuard(`quota ${quota.name}`, (item) =>
    limitReached(quota, limit, item === undefined ? undefined : Number(item.n) + by),
  );
  const condition = { expression: 'attribute_not_exists(n) OR n <= :room', values: { ':room': limit - by } };
  return [update(guard, settingKeys.count(tenantId, quota.name), 'ADD n :by', { ':by': by }, condition)];
}

/** For the transaction that deletes them. */
export function countDown(tenantId: string, quota: Quota, by = 1): LabelledAction {
  return updateAlways(settingKeys.count(tenantId, quota.name), 'ADD n :by', { ':by': -by });
}

export async function readCount(tenantId: string, quota: Quota): Promise<number | undefined> {
  const item = await getItem(settingKeys.count(tenantId, quota.name));
  return item === undefined ? undefined : Number(item.n);
}

const countGuard = defineGuard('count');

/** Sets a count that has drifted; refused where something was created or deleted since it was read. */
export function correctCount(
  tenantId: string,
  quota: Quota,
  before: number | undefined,
  after: number,
): LabelledAction {
  const unchanged = before === undefined ? isNew : { expression: 'n = :before', values: { ':before': before } };
  return update(countGuard, settingKeys.count(tenantId, quota.name), 'SET n = :after', { ':after': after }, unchanged);
}

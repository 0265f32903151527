import * as z from 'zod';
import { defineConflictGuard } from '../table/guard.ts';
import type { LabelledAction } from '../table/labelled-action.ts';
import { getItem } from '../table/read.ts';
import { isNew, put } from '../table/transact.ts';
import type { StoredSettings } from './define-setting.ts';
import { settingKeys } from './setting-keys.ts';

const settingsGuard = defineConflictGuard('settings', 'The settings were changed at the same moment.');

const storedSchema = z.object({
  values: z.record(z.string(), z.unknown()),
  maxima: z.record(z.string(), z.number()),
  /** Counts the writes: the optimistic lock. */
  revision: z.number().int(),
});
type Stored = z.infer<typeof storedSchema>;

/** Of a tenant that has set nothing. */
export const noSettings: StoredSettings & Stored = { values: {}, maxima: {}, revision: 0 };

/** One strongly consistent read of one small item. */
export async function readStoredSettings(tenantId: string): Promise<Stored> {
  const item = await getItem(settingKeys.settings(tenantId));
  return item === undefined ? noSettings : storedSchema.parse(item);
}

/** Refused where another writer has changed the settings since they were read. */
export function replaceStoredSettings(tenantId: string, before: Stored, after: StoredSettings): LabelledAction {
  const item = {
    ...settingKeys.settings(tenantId),
    ...storedSchema.parse({ ...after, revision: before.revision + 1 }),
  };
  if (before.revision === 0) return put(settingsGuard, item, isNew);
  return put(settingsGuard, item, { expression: 'revision = :revision', values: { ':revision': before.revision } });
}

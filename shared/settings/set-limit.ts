import type { Actor } from '../kernel/events/event.ts';
import { recordEvent } from '../kernel/events/event-items.ts';
import { HeraldError } from '../kernel/herald-error.ts';
import { isQuota, maximumOf, type Quota } from '../kernel/settings/define-setting.ts';
import { forgetSettings } from '../kernel/settings/read-setting.ts';
import { readStoredSettings, replaceStoredSettings } from '../kernel/settings/setting-items.ts';
import { transact } from '../kernel/table/transact.ts';
import { allSettings } from './all-settings.ts';
import { settingEvents } from './events.ts';

/**
 * Sets how much of something a tenant may have or do. For operators alone: no route of the API calls it.
 *
 * @throws HeraldError `invalid_request` for a name that has no limit, or a number that Herald itself does not stand
 */
export async function setLimit(
  actor: Actor,
  { tenantId, name, value }: { tenantId: string; name: string; value: number },
): Promise<{ from: number; to: number }> {
  const quota = findQuota(name);
  const fit = quota.schema.safeParse(value);
  if (!fit.success) {
    throw new HeraldError('invalid_request', `"${name}" cannot be ${value}.`, {
      remedy: `Give a whole number from ${fewestOf(quota)} to ${ceilingOf(quota)}.`,
    });
  }
  const before = await readStoredSettings(tenantId);
  const from = maximumOf(quota, before)!;
  const after = { values: before.values, maxima: { ...before.maxima, [name]: value } };
  await transact([
    replaceStoredSettings(tenantId, before, after),
    recordEvent(actor, settingEvents.LIMIT_CHANGED, { tenantId, entityId: tenantId, data: { name, from, to: value } }),
  ]);
  forgetSettings(tenantId);
  return { from, to: value };
}

export const allQuotas: readonly Quota[] = allSettings.filter(isQuota);

function findQuota(name: string): Quota {
  const quota = allQuotas.find((one) => one.name === name);
  if (quota !== undefined) return quota;
  throw new HeraldError('invalid_request', `There is no limit "${name}".`, {
    remedy: `Name one of ${allQuotas.map((one) => one.name).join(', ')}.`,
  });
}

/** The least that anyone can set. */
function fewestOf({ schema }: Quota): number {
  return Number((schema as unknown as { minValue: number }).minValue);
}

/** The most that an operator can give. */
export function ceilingOf({ schema }: Quota): number {
  return Number((schema as unknown as { maxValue: number }).maxValue);
}

import { recordEvent } from '../kernel/events/event-items.ts';
import { HeraldError } from '../kernel/herald-error.ts';
import type { ContentProblem } from '../kernel/problem.ts';
import type { RequestContext } from '../kernel/requests/request-context.ts';
import { currentValue, maximumOf, type StoredSettings } from '../kernel/settings/define-setting.ts';
import { forgetSettings } from '../kernel/settings/read-setting.ts';
import { readStoredSettings, replaceStoredSettings } from '../kernel/settings/setting-items.ts';
import { withGuardErrors } from '../kernel/table/guard-errors.ts';
import { transact } from '../kernel/table/transact.ts';
import { allSettings } from './all-settings.ts';
import { settingEvents } from './events.ts';
import type { SettingsPatch } from './settings-patch.ts';
import { viewSettings } from './view-settings.ts';

/**
 * Sets values for the tenant; null takes one back. What exists already stays, also where there is more than a new value
 * allows.
 *
 * @throws HeraldError `invalid_request` with each value over its maximum, `conflict`
 */
export async function updateSettings({ tenantId, actor }: RequestContext, patch: SettingsPatch) {
  const before = await readStoredSettings(tenantId);
  const problems = allSettings.flatMap((setting) => {
    const [wanted, most] = [patch[setting.name], maximumOf(setting, before)];
    return typeof wanted === 'number' && most !== undefined && wanted > most
      ? [overMaximum(setting.name, wanted, most)]
      : [];
  });
  if (problems.length > 0) throw tooMuch(problems);

  const values = { ...before.values };
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete values[name];
    else if (value !== undefined) values[name] = value;
  }
  const after: StoredSettings = { values, maxima: before.maxima };
  const changes = allSettings.flatMap((setting) => {
    const [from, to] = [currentValue(setting, before), currentValue(setting, after)];
    return JSON.stringify(from) === JSON.stringify(to) ? [] : [{ name: setting.name, from, to }];
  });
  const isSame = JSON.stringify(values) === JSON.stringify(before.values);
  if (!isSame) {
    await withGuardErrors(() =>
      transact([
        replaceStoredSettings(tenantId, before, after),
        recordEvent(actor, settingEvents.SETTINGS_CHANGED, { tenantId, entityId: tenantId, data: { changes } }),
      ]),
    );
    forgetSettings(tenantId);
  }
  return viewSettings(after);
}

function overMaximum(name: string, actual: number, limit: number): ContentProblem {
  return {
    field: `/${name}`,
    code: 'too_big',
    message: `${actual} is more than your maximum of ${limit}.`,
    remedy: `Set at most ${limit}, or ask the operator to raise it: npm run admin -- set-limit.`,
    limit,
    actual,
  };
}

function tooMuch(problems: ContentProblem[]): HeraldError {
  return new HeraldError('invalid_request', 'A value is over the maximum of your tenant.', {
    remedy: 'Correct each value that `errors` names.',
    problems,
  });
}

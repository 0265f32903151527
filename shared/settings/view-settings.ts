import * as z from 'zod';
import {
  currentValue,
  defaultOf,
  maximumOf,
  type Setting,
  type StoredSettings,
} from '../kernel/settings/define-setting.ts';
import { allSettings } from './all-settings.ts';

/** One setting as the API shows it. */
export const settingViewSchema = z
  .object({
    name: z.string(),
    value: z.unknown().meta({ description: 'What holds for your tenant.' }),
    default: z.unknown().meta({ description: 'What holds where you set nothing.' }),
    maximum: z
      .number()
      .nullable()
      .meta({ description: 'Of a number: the most that you can set. Only an operator raises it.' }),
    isOwn: z.boolean().meta({ description: 'Whether your tenant has set the value itself.' }),
    raisedBy: z
      .enum(['admin', 'operator'])
      .meta({ description: 'Who can raise the value: a key with the scope admin, or only an operator.' }),
    description: z.string(),
  })
  .meta({ id: 'Setting' });
export type SettingView = z.infer<typeof settingViewSchema>;

export const settingsViewSchema = z.object({ items: z.array(settingViewSchema) }).meta({ id: 'Settings' });

export function viewSettings(stored: StoredSettings): z.infer<typeof settingsViewSchema> {
  return { items: allSettings.map((setting) => viewSetting(setting, stored)) };
}

function viewSetting(setting: Setting, stored: StoredSettings): SettingView {
  const value = currentValue(setting, stored);
  const maximum = maximumOf(setting, stored);
  return {
    name: setting.name,
    value,
    default: defaultOf(setting, stored),
    maximum: maximum ?? null,
    isOwn: setting.name in stored.values,
    raisedBy: maximum !== undefined && Number(value) >= maximum ? 'operator' : 'admin',
    description: setting.description,
  };
}

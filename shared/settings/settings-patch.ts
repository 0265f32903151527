import * as z from 'zod';
import { allSettings } from './all-settings.ts';

const fields = allSettings.map(({ name, schema, description }) => [
  name,
  schema
    .nullable()
    .optional()
    .meta({ description: `${description} null: the default again.` }),
]);

/** What `PATCH` takes: new values by name. */
export const settingsPatchSchema = z
  .strictObject(Object.fromEntries(fields) as Record<string, z.ZodOptional<z.ZodNullable<z.ZodType>>>)
  .meta({ id: 'SettingsPatch' });
export type SettingsPatch = z.infer<typeof settingsPatchSchema>;

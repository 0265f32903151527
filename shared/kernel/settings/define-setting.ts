import * as z from 'zod';

/** Something that each tenant may set for itself, declared by the subject that reads it. */
export interface Setting<Value = unknown> {
  /** As `GET /api/v1/settings` shows it; camel case. */
  name: string;
  /** What is possible at all, whoever asks. */
  schema: z.ZodType<Value>;
  default: Value;
  /** Of a number: a tenant may set no more, unless an operator has raised it for that tenant. */
  maximum: number | undefined;
  /** In one sentence. */
  description: string;
}

/** A setting that is a number with a maximum: how much of something a tenant may have or do. */
export interface Quota extends Setting<number> {
  maximum: number;
  /** What is counted, in the plural, e.g. "feeds". */
  counts: string;
  /** What a caller at the limit can do, beside asking the operator. */
  remedy: string;
}

/** Declares a setting. `shared/settings/all-settings.ts` has the list of all; a test finds one that is not in it. */
export function defineSetting<Value>(setting: Omit<Setting<Value>, 'maximum'> & { maximum?: number }): Setting<Value> {
  return { ...setting, maximum: setting.maximum };
}

/**
 * Declares how much a tenant may have or do. A tenant begins with the maximum and may set less for itself; only an
 * operator raises the maximum, up to `ceiling`, which Herald itself stands.
 * Nobody sets less than `floor`, without which the tenant could not use Herald at all.
 */
export function defineQuota({
  ceiling,
  floor = 0,
  ...quota
}: Omit<Quota, 'schema' | 'default'> & { ceiling: number; floor?: number }): Quota {
  return { ...quota, schema: z.number().int().min(floor).max(ceiling), default: quota.maximum };
}

export const isQuota = (setting: Setting): setting is Quota => 'counts' in setting;

/** What a tenant has set for itself, and what an operator has set for it, by name. */
export interface StoredSettings {
  values: Record<string, unknown>;
  maxima: Record<string, number>;
}

/** The most that the tenant may set; undefined for a setting that is no number. */
export function maximumOf({ name, maximum }: Setting, { maxima }: StoredSettings): number | undefined {
  return maximum === undefined ? undefined : (maxima[name] ?? maximum);
}

/** The value where the tenant has set none: a setting that begins at its maximum goes up and down with it. */
export function defaultOf<Value>(setting: Setting<Value>, stored: StoredSettings): Value {
  const maximum = maximumOf(setting, stored);
  return setting.default === setting.maximum && maximum !== undefined ? (maximum as Value) : setting.default;
}

/** What holds for the tenant: never more than its maximum, also where an operator has lowered that since. */
export function currentValue<Value>(setting: Setting<Value>, stored: StoredSettings): Value {
  // A value that an older version has stored may not fit any more.
  const own = setting.schema.safeParse(stored.values[setting.name]);
  const value = own.success ? own.data : defaultOf(setting, stored);
  const maximum = maximumOf(setting, stored);
  return typeof value === 'number' && maximum !== undefined ? (Math.min(value, maximum) as Value) : value;
}

import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  currentValue,
  defaultOf,
  defineSetting,
  maximumOf,
  type Setting,
} from '../../../shared/kernel/settings/define-setting.ts';
import { allSettings } from '../../../shared/settings/all-settings.ts';
import { allQuotas, ceilingOf } from '../../../shared/settings/set-limit.ts';
import { settingsPatchSchema } from '../../../shared/settings/settings-patch.ts';

const isSetting = (value: unknown): value is Setting =>
  typeof value === 'object' && value !== null && 'schema' in value && 'default' in value && 'maximum' in value;

async function declared(): Promise<string[]> {
  const files = readdirSync('shared', { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(^|[/\\])settings\.ts$/.test(file),
  );
  const modules = await Promise.all(files.map((file) => import(/* @vite-ignore */ `../../../shared/${file}`)));
  return modules.flatMap((module: object) => Object.values(module).filter(isSetting)).map(({ name }) => name);
}

describe('the settings of all subjects', () => {
  it('are all in the list that the API and docs/limits.md are made from, each with a name of its own', async () => {
    const names = allSettings.map(({ name }) => name);
    expect((await declared()).sort()).toEqual([...names].sort());
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(allSettings)(
    '$name says in a sentence what it is for, and begins with a value that is possible',
    (setting) => {
      expect(setting.description).toMatch(/^[A-Z`].{10,300}\.$/);
      expect(setting.name).toMatch(/^[a-z][A-Za-z]+$/);
      expect(setting.schema.safeParse(setting.default).success).toBe(true);
    },
  );

  it.each(allQuotas)('$name says what to do at the limit, and begins within what Herald stands', (quota) => {
    expect(quota.remedy).toMatch(/^[A-Z].{5,200}\.$/);
    expect(quota.maximum).toBeLessThanOrEqual(ceilingOf(quota));
  });

  it('can each be patched by name, and nothing else can', () => {
    for (const { name, default: value } of allSettings) {
      expect(settingsPatchSchema.safeParse({ [name]: value }).success).toBe(true);
      expect(settingsPatchSchema.safeParse({ [name]: null }).success).toBe(true);
    }
    expect(settingsPatchSchema.safeParse({ pace: 1 }).success).toBe(false);
  });
});

describe('a limit', () => {
  const amount = fc.nat({ max: 3_000 });
  const stored = fc.record({
    own: fc.option(fc.oneof(amount, fc.string(), fc.double()), { nil: undefined }),
    raised: fc.option(amount, { nil: undefined }),
  });

  it('never holds more than its maximum, whatever a tenant has set and an operator has given', () => {
    fc.assert(
      fc.property(fc.constantFrom(...allQuotas), stored, (quota, { own, raised }) => {
        const given = {
          values: own === undefined ? {} : { [quota.name]: own },
          maxima: raised === undefined ? {} : { [quota.name]: raised },
        };
        const value = currentValue(quota, given);
        const maximum = maximumOf(quota, given)!;
        expect(value).toBeLessThanOrEqual(maximum);
        const isPossible = typeof own === 'number' && quota.schema.safeParse(own).success;
        expect(value).toBe(isPossible ? Math.min(own, maximum) : maximum);
      }),
    );
  });
});

describe('a setting that is no limit', () => {
  const tone = defineSetting({
    name: 'tone',
    schema: z.enum(['plain', 'warm']),
    default: 'plain',
    description: 'How Herald words what it proposes.',
  });

  it('has its default until the tenant sets it, and again where what is stored is not possible any more', () => {
    expect(currentValue(tone, { values: {}, maxima: {} })).toBe('plain');
    expect(currentValue(tone, { values: { tone: 'warm' }, maxima: {} })).toBe('warm');
    expect(currentValue(tone, { values: { tone: 'loud' }, maxima: {} })).toBe('plain');
    expect(defaultOf(tone, { values: { tone: 'warm' }, maxima: {} })).toBe('plain');
  });
});

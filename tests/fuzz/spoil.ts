import type { Random } from '../crash/random.ts';
import { hostileValues } from './hostile.ts';

// biome-ignore lint/suspicious/noExplicitAny: values of any shape
type Json = any;

/** The same value with something wrong in it, in so many places. */
export function spoil(value: Json, random: Random, places = 1): Json {
  if (value === null || typeof value !== 'object') return wrong(value, random);
  let spoiled = value;
  for (let place = 0; place < places; place += 1) spoiled = spoilOne(spoiled, random);
  return spoiled;
}

function spoilOne(value: Json, random: Random): Json {
  if (value === null || typeof value !== 'object') return wrong(value, random);
  if (Array.isArray(value)) {
    if (value.length === 0 || random.chance(0.3)) {
      return random.pick([
        [...value, ...value],
        [...value, random.pick(hostileValues)],
        Array(1_000).fill(value[0] ?? 'x'),
      ]);
    }
    const at = random.between(0, value.length - 1);
    return value.map((one, index) => (index === at ? spoilOne(one, random) : one));
  }
  const names = Object.keys(value);
  const kind = names.length === 0 ? 'more' : random.pickWeighted({ field: 70, less: 15, more: 15 });
  if (kind === 'more')
    return {
      ...value,
      [random.pick(['surprise', 'tenantId', 'toString', ' body', 'Body', ''])]: random.pick(hostileValues),
    };
  const name = random.pick(names);
  if (kind === 'field') return { ...value, [name]: spoilOne(value[name], random) };
  const { [name]: _, ...rest } = value;
  return rest;
}

/** Too long, too large, of another type, or hostile. */
function wrong(value: Json, random: Random): Json {
  if (random.chance(0.6)) return random.pick(hostileValues);
  if (typeof value === 'string')
    return random.pick([value.repeat(300), value.slice(0, 1), ` ${value} `, value.toUpperCase(), [value]]);
  if (typeof value === 'number') return random.pick([value + 0.5, -value, value * 1e9, String(value)]);
  return random.pick([String(value), [value], { value }]);
}

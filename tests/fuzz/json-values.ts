import fc from 'fast-check';
import type { Random } from '../crash/random.ts';
import { hintFor } from './hints.ts';
import type { Tenant } from './tenant.ts';

// biome-ignore lint/suspicious/noExplicitAny: schemas and values of any shape
type Json = any;

/** So deep a value goes into what a schema leaves open. */
const DEEPEST = 8;

/** Makes values that a JSON Schema of the document allows, with what a field's name and the tenant's things suggest. */
export class JsonValues {
  readonly #document: Json;
  readonly #random: Random;
  readonly #tenant: Tenant;

  constructor(document: Json, random: Random, tenant: Tenant) {
    this.#document = document;
    this.#random = random;
    this.#tenant = tenant;
  }

  /** @param name of the field, which may say more than its schema */
  make(schema: Json, name = '', depth = 0): Json {
    const { $ref, allOf, anyOf, oneOf } = schema;
    if ($ref !== undefined) return this.make(this.resolve($ref), name, depth);
    const hinted = hintFor(name, this.#random, this.#tenant);
    if (hinted !== undefined && takes(schema, hinted)) return hinted;
    if (schema.const !== undefined) return schema.const;
    if (schema.enum !== undefined) return this.#random.pick(schema.enum as Json[]);
    const choices = anyOf ?? oneOf;
    if (choices !== undefined) return this.make(this.#random.pick(choices as Json[]), name, depth);
    if (allOf !== undefined) return Object.assign({}, ...allOf.map((part: Json) => this.make(part, name, depth)));
    const types = [schema.type ?? 'object'].flat() as string[];
    return this.#ofType(this.#random.pick(types), schema, name, depth);
  }

  resolve(ref: string): Json {
    return ref
      .slice(2)
      .split('/')
      .reduce((at, part) => at[part], this.#document);
  }

  #ofType(type: string, schema: Json, name: string, depth: number): Json {
    if (type === 'null') return null;
    if (type === 'boolean') return this.#random.chance(0.5);
    if (type === 'integer' || type === 'number') return this.#number(schema);
    if (type === 'string') return this.#string(schema);
    if (depth >= DEEPEST) return type === 'array' ? [] : {};
    if (type === 'array') return this.#array(schema, name, depth);
    return this.#object(schema, depth);
  }

  #object({ properties = {}, required = [], additionalProperties }: Json, depth: number): Json {
    const generous = this.#random.pick([0.05, 0.2, 0.5]);
    const chosen = Object.entries(properties as Record<string, Json>).filter(
      ([name]) => required.includes(name) || this.#random.chance(generous),
    );
    const value = Object.fromEntries(chosen.map(([name, schema]) => [name, this.make(schema, name, depth + 1)]));
    if (typeof additionalProperties === 'object' && this.#random.chance(0.3)) {
      const open =
        Object.keys(additionalProperties).length === 0 ? { type: ['string', 'boolean', 'null'] } : additionalProperties;
      value[this.#random.pick(['a', 'language', 'toString'])] = this.make(open, '', depth + 1);
    }
    return value;
  }

  #array({ items = {}, minItems = 0, maxItems = 3 }: Json, name: string, depth: number): Json[] {
    const length = this.#random.between(minItems, Math.min(maxItems, minItems + 2));
    const one = name.replace(/s$/, '');
    return Array.from({ length }, () => this.make(items, one, depth + 1));
  }

  #number({ minimum, maximum, exclusiveMinimum, multipleOf = 1 }: Json): number {
    const low = Math.max(minimum ?? -1e6, exclusiveMinimum === undefined ? -1e15 : exclusiveMinimum + 1);
    const high = Math.min(maximum ?? 1e6, 1e15);
    const picked = this.#random.chance(0.3)
      ? this.#random.pick([low, high])
      : this.#random.between(low, Math.min(high, low + 100));
    return Math.ceil(picked / multipleOf) * multipleOf;
  }

  #string({ format, pattern, minLength = 0, maxLength = 200 }: Json): string {
    const random = this.#random;
    if (format === 'uuid') return this.#tenant.anyId(random);
    if (format === 'date-time') return new Date(Date.now() + random.between(60, 90 * 86_400) * 1000).toISOString();
    if (format === 'date') return new Date(Date.now() + random.between(0, 60) * 86_400_000).toISOString().slice(0, 10);
    if (format === 'uri') return this.#tenant.url(random);
    if (pattern !== undefined) return matching(pattern, random);
    const text = random.pick(words).replaceAll('{mark}', `${this.#tenant.mark} ${random.between(1, 1e6)}`);
    const filled = random.chance(0.1) ? text.padEnd(Math.min(maxLength, 5_000), ' word') : text;
    return filled.slice(0, maxLength).padEnd(minLength, 'x');
  }
}

/** Texts of all sorts. `{mark}` is the tenant's: it must be seen by nobody else. */
const words = [
  'Post {mark}',
  '{mark} 👩‍👩‍👧‍👦 élan, naïve, 日本語, עברית',
  '{mark} **bold** [link](https://blog.example/a?b=c) #tag @name.example',
  '# Title {mark}\n\n- one\n- two\n\n> quote',
  '{mark} <b>html</b> &amp; <script>1</script>',
  '{mark}\u0301\u0301 zero\u200bwidth',
];

const arbitraries = new Map<string, fc.Arbitrary<string>>();

function matching(pattern: string, random: Random): string {
  const arbitrary = arbitraries.get(pattern) ?? fc.stringMatching(new RegExp(pattern));
  arbitraries.set(pattern, arbitrary);
  return fc.sample(arbitrary, { numRuns: 1, seed: random.between(0, 2 ** 31) })[0]!;
}

/** Whether a hint is of the type that the schema asks for. */
function takes(schema: Json, value: Json): boolean {
  if (schema.enum !== undefined) return schema.enum.includes(value);
  if (schema.const !== undefined) return schema.const === value;
  const choices: Json[] = schema.anyOf ?? schema.oneOf ?? [];
  if (choices.length > 0) return choices.some((one) => takes(one, value));
  const type = Array.isArray(value) ? 'array' : typeof value;
  return [schema.type].flat().includes(type);
}

import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { allEndpoints } from '../../../shared/http/all-endpoints.ts';
import { parseBySchema } from '../../../shared/kernel/schema-problems.ts';

/** How zod's own sentences begin, and what JavaScript says of values. */
const raw = /expected|received|Invalid |Unrecognized|Too (big|small)|NaN|undefined|\[object/;

const values: unknown[] = [
  ...[undefined, null, true, [], [null], {}, { toString: 1 }, '', 'abc', '1e999', '-1', '1.5', '2020-01-01'],
  ...['9'.repeat(30), 'x'.repeat(20_000), 1, -1, 1.5, 1e300, Number.NaN, Number.POSITIVE_INFINITY],
];

const shapeOf = (schema: z.ZodType) => Object.keys((schema as z.ZodObject).shape ?? {});

/** What a caller is told of each value at each field of a schema. */
function problemsOf(schema: z.ZodType) {
  const inputs = [...values, ...shapeOf(schema).flatMap((name) => values.map((value) => ({ [name]: value })))];
  return inputs.flatMap((input) => parseBySchema(schema, input).problems);
}

describe('every schema of the API', () => {
  it.each(allEndpoints.map((endpoint) => [endpoint.operationId, endpoint] as const))(
    'of %s says what is wrong in words of our own',
    (_name, { query, body }) => {
      for (const schema of [query, body]) {
        for (const { message, remedy, field } of schema ? problemsOf(schema) : []) {
          expect(`${message} ${remedy}`).not.toMatch(raw);
          expect(message.length).toBeLessThan(1_000);
          expect(field).toMatch(/^(\/.*)?$/);
        }
      }
    },
  );
});

describe('a sentence', () => {
  it.each([
    ['invalid_key', z.record(z.string().regex(/^a/), z.string()), { b: '1' }],
    ['invalid_key', z.record(z.templateLiteral(['a', z.number()]), z.string()), { b: '1' }],
    ['invalid_element', z.map(z.string(), z.number()), new Map([['a', 'b']])],
    ['unrecognized_keys', z.strictObject({}), { a: 1 }],
    ['custom', z.string().refine(() => false), 'x'],
    ['invalid_type', z.coerce.number(), 'abc'],
    ['invalid_type', z.date(), 1],
    ['invalid_type', z.never(), 1],
    ['invalid_format', z.templateLiteral(['a', z.number()]), 'b'],
    ['invalid_union', z.xor([z.string(), z.string().min(1)]), 'x'],
  ])('for %s is our own', (_code, schema, value) => {
    const { problems } = parseBySchema(z.object({ it: schema as z.ZodType }), { it: value });
    expect(problems).not.toEqual([]);
    for (const { message, remedy } of problems) expect(`${message} ${remedy}`).not.toMatch(raw);
  });

  it('tells a query parameter of which no number can be made', () => {
    const { problems } = parseBySchema(z.object({ limit: z.coerce.number().int() }), { limit: 'abc' });
    expect(problems[0]!.message).toBe('/limit is no number; a number is needed.');
  });
});

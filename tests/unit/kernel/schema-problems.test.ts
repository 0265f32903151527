import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { recurrenceSchema } from '../../../shared/calendar/rules/recurrence.ts';
import { parseBySchema } from '../../../shared/kernel/schema-problems.ts';
import { resolutionSchema } from '../../../shared/posts/model/distribution-input.ts';

const told = (schema: z.ZodType, value: unknown) =>
  parseBySchema(z.strictObject({ it: schema }), { it: value }).problems;

describe('what a schema has against a value', () => {
  it.each([
    [z.string().min(1), '', '/it has 0 characters; at least 1 is needed.', { limit: 1, actual: 0 }],
    [z.string().max(3), 'abcd', '/it has 4 characters; at most 3 are possible.', { limit: 3, actual: 4 }],
    [z.string().length(2), 'a', '/it has 1 character; exactly 2 are needed.', { limit: 2, actual: 1 }],
    [z.array(z.string()).max(1), ['a', 'b'], '/it has 2 entries; at most 1 is possible.', { limit: 1, actual: 2 }],
    [z.number().min(1), 0, '/it is 0; it can be at least 1.', { limit: 1, actual: 0 }],
    [z.number().positive(), 0, '/it is 0; it can be more than 0.', { limit: 0, actual: 0 }],
    [z.number(), '7', '/it is text; a number is needed.', {}],
    [z.int(), 1.5, '/it is a number with a fraction; a whole number is needed.', {}],
    [z.string(), null, '/it is null; text is needed.', {}],
    [z.array(z.string()), {}, '/it is an object; a list is needed.', {}],
    [z.enum(['one', 'two']), 'three', '/it is "three"; it can be "one" or "two".', {}],
    [z.literal('only'), 'other', '/it is "other"; it can be "only".', {}],
    [z.uuid(), 'x', '/it is not an id: "x".', {}],
    [z.iso.date(), 'yesterday', '/it is not a date: "yesterday".', {}],
    [z.url(), 'nope', '/it is not a web address: "nope".', {}],
    [z.string().regex(/^a+$/), 'b', '/it is not written as it must be: "b".', {}],
    [z.number().multipleOf(5), 7, '/it is 7; a multiple of 5 is needed.', {}],
  ])('%# is said with place, limit and value', (schema, value, message, more) => {
    const [problem, ...others] = told(schema, value);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ field: '/it', message, ...more });
    expect(problem!.remedy).toMatch(/\S.*\.$/);
  });

  it('names what is missing, and what to add', () => {
    expect(told(z.string(), undefined)).toMatchObject([
      { field: '/it', code: 'required', message: '/it is missing.', remedy: 'Add it: text.' },
    ]);
    expect(told(resolutionSchema, {})).toMatchObject([
      { field: '/it/outcome', code: 'required', remedy: 'Add it: "published" or "absent".' },
    ]);
  });

  it('lists the forms of a union that the value has none of', () => {
    expect(told(recurrenceSchema, 'hourly')[0]).toMatchObject({
      field: '/it',
      code: 'invalid_union',
      message: '/it is "hourly"; it can be "daily", "weekly" or "monthly" or an object with "rrule".',
    });
    expect(told(resolutionSchema, { outcome: 'maybe' })[0]).toMatchObject({
      field: '/it/outcome',
      message: '/it/outcome is "maybe"; it can be "published" or "absent".',
    });
  });

  it('goes into the one form of a union that the value has, with the whole path', () => {
    expect(told(recurrenceSchema, { rrule: 7, until: 'x' }).map(({ field, code }) => [field, code])).toEqual([
      ['/it/rrule', 'invalid_type'],
      ['/it/until', 'unknown_field'],
    ]);
    expect(told(recurrenceSchema, { rrule: 7 })[0]!.message).toBe('/it/rrule is a number; text is needed.');
  });

  it('keeps the sentences that a schema has itself', () => {
    const even = z.number().refine((value) => value % 2 === 0, 'Only even ones');
    expect(told(even, 3)).toMatchObject([{ field: '/it', code: 'invalid_value', message: 'Only even ones.' }]);
  });

  it('never repeats a secret', () => {
    const schema = z.strictObject({
      token: z.string().min(40),
      url: z.url(),
      kind: z.enum(['a', 'b']),
      form: z.union([z.literal('x'), z.number()]),
    });
    const secret = 'hunter2-hunter2';
    const { problems } = parseBySchema(
      schema,
      { token: secret, url: secret, kind: secret, form: secret },
      { at: '/credentials', isSecret: true },
    );
    expect(problems.map(({ field }) => field)).toEqual([
      '/credentials/token',
      '/credentials/url',
      '/credentials/kind',
      '/credentials/form',
    ]);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });

  it('shows no more than the beginning of a long value', () => {
    expect(told(z.enum(['a']), 'x'.repeat(10_000))[0]!.message.length).toBeLessThan(200);
  });

  it('escapes a pointer', () => {
    const schema = z.strictObject({ 'a/b~c': z.string() });
    expect(parseBySchema(schema, { 'a/b~c': 1 }).problems[0]!.field).toBe('/a~1b~0c');
  });
});

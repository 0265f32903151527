import { expect, it } from 'vitest';
import * as z from 'zod';
import {
  countField,
  countOfHeader,
  idField,
  isoTime,
  linkField,
  nameField,
  numberIdField,
} from '../../../shared/platforms/http/answer-fields.ts';

it.each([
  'javascript:alert(1)',
  'data:text/html,<script>',
  'ftp://example.com/',
  'https://user:pass@example.com/',
  'no address',
  `https://example.com/${'x'.repeat(500_000)}`,
  7,
  null,
  undefined,
])('no link but a web address of a length that fits is ever shown: %j', (link) => {
  expect(z.object({ link: linkField }).parse({ link })).toEqual({ link: null });
  expect(linkField.parse('https://example.com/post?a=1')).toBe('https://example.com/post?a=1');
});

it('a name is cut by whole characters and has no control characters', () => {
  expect(nameField.parse('A\u0000b\nc')).toBe('A b c');
  const cut = nameField.parse('👋'.repeat(5_000));
  expect([...cut]).toHaveLength(300);
  expect(cut.isWellFormed()).toBe(true);
});

it.each([1e21, -1, 1.5, Number.NaN, '3', 0, 2 ** 53])('%s is no id that is a number', (id) => {
  expect(numberIdField.safeParse(id).success).toBe(false);
});

it.each(['', 'a b', 'x'.repeat(301), 'a\u0000', 'naïve'])('%j is no id', (id) => {
  expect(idField.safeParse(id).success).toBe(false);
});

it.each([['nonsense'], ['+275760-09-13T00:00:00Z'], [12], [undefined], ['2026-12-01T10:00:00Z'.padEnd(90)]])(
  '%j is no time, and no error either',
  (said) => {
    expect(isoTime(said)).toBeUndefined();
  },
);

it('a time is written as ISO 8601', () => {
  expect(isoTime('2026-12-01T11:00:00+01:00')).toBe('2026-12-01T10:00:00.000Z');
});

it.each([1e300, -3, 0.5, '7', null, undefined, {}])('a figure of %j is unknown, never 0', (count) => {
  expect(z.object({ count: countField }).parse({ count })).toEqual({ count: null });
  expect(countOfHeader('12')).toBe(12);
  expect(countOfHeader('many')).toBeNull();
});

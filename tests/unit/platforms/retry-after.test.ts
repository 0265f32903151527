import { expect, it } from 'vitest';
import { MAX_WAIT_MS, resetTime, retryAfter } from '../../../shared/platforms/http/retry-after.ts';

const NOW = Date.parse('2026-12-01T10:00:00Z');
const after = (value: string) => retryAfter(new Headers({ 'retry-after': value }), NOW);

it('a platform’s word for when to come back is kept to where a limit can last so long', () => {
  expect(after('120')).toBe(NOW + 120_000);
  expect(after('Tue, 01 Dec 2026 12:00:00 GMT')).toBe(NOW + 7_200_000);
  expect(after('86400')).toBe(NOW + 86_400_000);
  expect(resetTime(String(NOW / 1000 + 900), NOW)).toBe(NOW + 900_000);
});

it.each(['99999999999', '604800', '9'.repeat(400), 'Fri, 01 Jan 2100 00:00:00 GMT', 'soon', ''])(
  'a wild "%s" moves no post: Herald’s own back-off does',
  (value) => {
    expect(after(value)).toBeUndefined();
  },
);

it('a reset in milliseconds, or by a clock of next year, is not believed', () => {
  expect(resetTime(String(NOW + 900_000), NOW)).toBeUndefined();
  expect(resetTime(String((NOW + MAX_WAIT_MS) / 1000 + 1), NOW)).toBeUndefined();
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkFields, readableFields } from '../../../shared/posts/planning/check-fields.ts';
import { listProblems } from '../../../shared/posts/planning/refuse-post.ts';
import { aPlatform } from '../../support/factories.ts';

const NOW = Date.parse('2027-03-10T09:00:00.000Z');
const soon = '2027-03-10T09:02:00.000Z';
const account = aPlatform({ minLeadMinutes: 5 });
type Fields = Parameters<typeof checkFields>[0];
const codes = (fields: Fields, on: typeof account | undefined) =>
  listProblems(checkFields(fields, on, Date.now()).problems).map(({ field, code }) => `${field} ${code}`);

describe('what the fields of a new post tell by themselves', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: NOW });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is everything at once: the request, the rules of the platform, the time', () => {
    const post = { body: 'x'.repeat(501), status: 'draft', scheduledFor: soon } as const;
    expect(codes(post, account)).toEqual(['/status draft_with_time', '/body text_too_long', '/scheduledFor too_soon']);
  });

  it('needs no platform for the request and the way a time is written', () => {
    const post = { status: 'draft', scheduledFor: '2027-04-01T09:00:00' } as const;
    expect(codes(post, undefined)).toEqual(['/status draft_with_time', '/timezone needs_timezone']);
  });

  it('is an empty post, too, which no platform takes, known or not', () => {
    const post = { body: ' ', status: 'scheduled' } as const;
    expect(codes(post, undefined)).toEqual(['/scheduledFor required', '/body text_required']);
    expect(codes({ ...post, linkUrl: 'https://example.com' }, undefined)).toEqual(['/scheduledFor required']);
    expect(codes({ status: 'scheduled' }, undefined)).toEqual(['/scheduledFor required']);
  });

  it('is the zone, too, of a time that has yet to be found', () => {
    expect(codes({ body: 'x', scheduledFor: 'next_slot', timezone: 'Mars/Base' }, account)).toEqual([
      '/timezone unknown_timezone',
    ]);
    expect(checkFields({ body: 'x', scheduledFor: 'next_slot' }, account, NOW).at).toBeUndefined();
  });

  it('is that the account takes no planned time, named or found, instead of its window', () => {
    const off = aPlatform({ minLeadMinutes: 5, supportsScheduling: false });
    for (const scheduledFor of [soon, 'optimal']) {
      expect(codes({ body: 'x', scheduledFor }, off)).toEqual(['/scheduledFor scheduling_off']);
    }
    expect(codes({ body: 'x' }, off)).toEqual([]);
  });

  it('takes only fields that fit their own schema', () => {
    expect(readableFields({ body: 'x', title: 7, titel: 'x', scheduledFor: soon, status: 'sleeping' })).toEqual({
      body: 'x',
      scheduledFor: soon,
    });
  });
});

import { describe, expect, it } from 'vitest';
import { putOffReason } from '../../../shared/posts/publishing/put-off.ts';
import { aDistribution, aPlatform } from '../../support/factories.ts';

const now = Date.parse('2026-01-01T12:00:00.000Z');
const iso = (seconds: number) => new Date(now + seconds * 1_000).toISOString();
const due = { status: 'scheduled' as const, dueAt: iso(0), wakeAt: iso(0) };

describe('a post that is due', () => {
  it.each([
    ['goes out', {}, {}, undefined],
    [
      'waits for its paused cross-post, whatever its account is',
      { held: 'paused' },
      { connection: 'reconnect' },
      'paused',
    ],
    ['waits for an account that must be reconnected', {}, { connection: 'reconnect' }, 'reconnect'],
    ['is released where the account is connected again', { held: 'reconnect' }, {}, 'held'],
    ['is left to its late policy', { dueAt: iso(-7_200) }, { latePolicy: 'skip' }, 'late'],
    ['waits in the queue of its account', { waitingSince: iso(-5) }, {}, 'queued'],
    ['goes out with a place of its own', { waitingSince: iso(-5), ledgerAt: iso(0) }, { postsPerHour: 1 }, undefined],
    ['joins the queue of a blocked account', {}, { blockedUntil: iso(60) }, 'limit'],
    [
      'joins the queue of a limited account when it is late, so that due order is kept',
      { dueAt: iso(-61) },
      { postsPerHour: 1 },
      'limit',
    ],
    ['goes out late where nothing is limited', { dueAt: iso(-61) }, {}, undefined],
  ] as const)('%s', (_, state, account, why) => {
    expect(putOffReason(aDistribution({ ...due, ...state }), aPlatform(account), now)?.why).toBe(why);
  });
});

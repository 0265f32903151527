import { describe, expect, it } from 'vitest';
import { findFault } from '../../../shared/operations/find-fault.ts';
import type { Distribution } from '../../../shared/posts/model/distribution.ts';
import { aDistribution } from '../../support/factories.ts';

const now = Date.parse('2026-03-01T12:00:00Z');
const ago = (minutes: number) => new Date(now - minutes * 60_000).toISOString();

describe('what is overdue', () => {
  it.each<[string, Partial<Distribution>]>([
    ['NO_WAKE_UP', { status: 'scheduled', wakeAt: ago(5), dueAt: ago(3) }],
    ['NOT_PUBLISHED', { status: 'preparing', dueAt: ago(1) }],
    ['LEASE_RAN_OUT', { status: 'preparing', dueAt: ago(5), leaseUntil: ago(1) }],
    ['LEASE_RAN_OUT', { status: 'publishing', dueAt: ago(5), leaseUntil: ago(1) }],
    ['LOOK_OVERDUE', { status: 'unknown', lookAt: ago(5) }],
  ])('is called %s', async (trouble, state) => {
    expect(await findFault(aDistribution(state), now)).toBe(trouble);
  });

  it.each<Partial<Distribution>>([
    { status: 'scheduled', wakeAt: ago(0.5), dueAt: ago(-0.5) },
    { status: 'scheduled', wakeAt: ago(-5), dueAt: ago(-5) },
    { status: 'preparing', dueAt: ago(1), leaseUntil: ago(-1) },
    { status: 'publishing', dueAt: ago(0), leaseUntil: ago(-0.3) },
    { status: 'unknown', lookAt: ago(-5) },
    // Nobody looks any more: the user decides.
    { status: 'unknown' },
    { status: 'published', dueAt: ago(60) },
    { status: 'draft' },
  ])('is not %o', async (state) => {
    expect(await findFault(aDistribution(state), now)).toBeUndefined();
  });
});

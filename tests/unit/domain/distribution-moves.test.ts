import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distributionSchema, distributionStatuses } from '../../../shared/posts/model/distribution.ts';
import { isLegal, type Move, moves } from '../../../shared/posts/model/transitions.ts';
import { nextCheckAt } from '../../../shared/posts/model/next-check.ts';
import { nextState } from '../../../shared/posts/model/transitions.ts';
import { aDistribution } from '../../support/factories.ts';

const allMoves = Object.keys(moves) as Move[];

describe('the state machine of a distribution', () => {
  it('lets nothing leave "published" but the archive, whatever is tried', () => {
    const possible = allMoves.filter((move) => isLegal('published', move));
    expect(possible).toEqual(['archive']);
  });

  it('lets nothing leave "archived"', () => {
    expect(allMoves.filter((move) => isLegal('archived', move))).toEqual([]);
  });

  it('never goes back from "publishing" to the user: only the outcome of the call moves it', () => {
    expect(allMoves.filter((move) => isLegal('publishing', move)).sort()).toEqual([
      'fail',
      'hold',
      'loseTrack',
      'postpone',
      'succeed',
      'suspend',
    ]);
  });

  it('leaves what waits for an approval to people: no worker moves it', () => {
    expect(allMoves.filter((move) => isLegal('publish_requested', move)).sort()).toEqual([
      'approve',
      'cancel',
      'reject',
      'request',
      'schedule',
      'unschedule',
    ]);
  });

  it('lets nobody cancel or edit what may stand: "unknown" is left by what is known of it, or put out of sight', () => {
    const possible = allMoves.filter((move) => isLegal('unknown', move)).sort();
    expect(possible).toEqual(['archive', 'fail', 'lookAgain', 'postpone', 'succeed']);
  });

  it('reaches every status from "draft"', () => {
    const reached = new Set<string>(['draft']);
    for (let before = 0; before !== reached.size; ) {
      before = reached.size;
      for (const move of allMoves) {
        if (moves[move].from.some((status) => reached.has(status))) reached.add(moves[move].to);
      }
    }
    expect(distributionStatuses.filter((status) => !reached.has(status))).toEqual([]);
  });

  it('raises the revision with every move, keeps the item valid, and refuses illegal moves with a remedy', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...allMoves), { maxLength: 30 }), (walk) => {
        let state = aDistribution({ status: 'draft' });
        for (const move of walk) {
          if (!isLegal(state.status, move)) {
            expect(() => nextState(state, move, {})).toThrow(/cannot/);
            continue;
          }
          const next = nextState(state, move, {});
          expect(next.revision).toBe(state.revision + 1);
          expect(next.status).toBe(moves[move].to);
          distributionSchema.parse(next);
          state = next;
        }
      }),
    );
  });

  it('names a moment to look again for every state that something must still happen to', () => {
    const at = '2026-01-01T00:00:00.000Z';
    for (const status of ['scheduled', 'preparing', 'publishing'] as const) {
      const move = { scheduled: 'schedule', preparing: 'prepare', publishing: 'attempt' } as const;
      const before = aDistribution({ status: 'scheduled' });
      const state = nextState(before, move[status], { dueAt: at, wakeAt: at, leaseUntil: at });
      expect(Date.parse(nextCheckAt(state)!)).toBeGreaterThan(Date.parse(at));
    }
    expect(nextCheckAt(nextState(aDistribution({ status: 'scheduled' }), 'cancel', {}))).toBeUndefined();
    const unknown = nextState(aDistribution({ status: 'publishing' }), 'loseTrack', { lookAt: at });
    expect(nextCheckAt(unknown)).toBeDefined();
    expect(nextCheckAt(nextState(unknown, 'lookAgain', { lookAt: undefined }))).toBeUndefined();
  });

  it('names such a moment after any moves at any times, later than the write, and none for what has ended', () => {
    const instant = fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true });
    const at = instant.map((moment) => moment.toISOString());
    const changes = fc.record({ dueAt: at, wakeAt: at, leaseUntil: at, lookAt: at });
    const further = fc.record({ waitingSince: at, ledgerAt: at, held: fc.constant('reconnect' as const) });
    const walk = fc.array(fc.tuple(fc.constantFrom(...allMoves), changes, fc.option(further, { nil: undefined })));
    const live = ['scheduled', 'preparing', 'publishing', 'unknown'];
    fc.assert(
      fc.property(walk, (moved) => {
        let state = aDistribution({ status: 'draft' });
        for (const [move, times, waits] of moved) {
          if (!isLegal(state.status, move)) continue;
          state = nextState(state, move, { ...times, ...waits });
          const next = nextCheckAt(state);
          if (live.includes(state.status)) expect(Date.parse(next!)).toBeGreaterThan(Date.parse(state.updatedAt));
          else expect(next).toBeUndefined();
        }
      }),
    );
  });

  it('never names a moment that the sweep has left behind, however old the trouble is', () => {
    const longAgo = '2020-01-01T00:00:00.000Z';
    const now = Date.now();
    for (const move of ['schedule', 'prepare', 'lineUp', 'release'] as const) {
      const state = nextState(aDistribution({ status: 'scheduled' }), move, { dueAt: longAgo, wakeAt: longAgo });
      expect(Date.parse(nextCheckAt(state)!)).toBeGreaterThan(now);
    }
  });
});

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { defineGuard } from '../../../shared/kernel/table/guard.ts';
import { mergeChecks } from '../../../shared/kernel/table/merge-checks.ts';
import { check, exists, isNew, put, updateAlways } from '../../../shared/kernel/table/transact.ts';

beforeAll(() => vi.stubEnv('TABLE_NAME', 'herald'));
afterAll(() => vi.unstubAllEnvs());

describe('the checks of a transaction', () => {
  const [state, groupPause, platform] = [defineGuard('state'), defineGuard('groupPause'), defineGuard('platform')];
  const key = { pk: 'a', sk: 'b' };
  const isOpen = { expression: 'isPaused = :isPaused', values: { ':isPaused': false } };

  it('become the condition of the update of the same item, which could not stand beside them', () => {
    const merged = mergeChecks([
      put(state, { pk: 'c', sk: 'd' }, isNew),
      updateAlways(key, 'ADD waiting :one', { ':one': 1 }),
      check(groupPause, key, isOpen),
    ]);
    expect(merged.map(({ guard }) => guard)).toEqual([state, groupPause]);
    expect(merged[1]!.action.Update).toMatchObject({
      UpdateExpression: 'ADD waiting :one',
      ConditionExpression: 'isPaused = :isPaused',
      ExpressionAttributeValues: { ':one': 1, ':isPaused': false },
    });
  });

  it('stay as they are where they are of another item', () => {
    const actions = [
      updateAlways(key, 'ADD waiting :one', { ':one': 1 }),
      check(platform, { pk: 'p', sk: 'P' }, exists),
    ];
    expect(mergeChecks(actions)).toEqual(actions);
  });
});

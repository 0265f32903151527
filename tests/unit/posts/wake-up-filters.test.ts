import { marshall } from '@aws-sdk/util-dynamodb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { matchesPattern } from '../../../infra/local/aws/event-bus/event-pattern.ts';
import { wakeUpFilters } from '../../../infra/stacks/wake-up-filters.ts';
import { sendMessages } from '../../../shared/aws/queues.ts';
import {
  type Distribution,
  type DistributionStatus,
  distributionStatuses,
} from '../../../shared/posts/model/distribution.ts';
import { moves } from '../../../shared/posts/model/transitions.ts';
import { enqueuePublication } from '../../../shared/posts/publishing/enqueue-publication.ts';
import { syncSchedule } from '../../../shared/posts/wake-ups/sync-schedule.ts';
import { deleteWakeUp, putWakeUp } from '../../../shared/posts/wake-ups/wake-up-schedules.ts';
import { aDistribution } from '../../support/factories.ts';

vi.mock('../../../shared/aws/queues.ts');
vi.mock('../../../shared/posts/publishing/enqueue-publication.ts');
vi.mock('../../../shared/posts/wake-ups/wake-up-schedules.ts');
const effects = [sendMessages, enqueuePublication, deleteWakeUp, putWakeUp].map((call) =>
  vi.mocked(call as () => unknown),
);

type State = Distribution | undefined;
const keys = { pk: { S: 'T#t#DIST#1' }, sk: { S: 'DIST' } };

function isDelivered(before: State, after: State): boolean {
  const record = {
    eventName: before === undefined ? 'INSERT' : after === undefined ? 'REMOVE' : 'MODIFY',
    dynamodb: {
      Keys: keys,
      ...(before && { OldImage: marshall(before, { removeUndefinedValues: true }) }),
      ...(after && { NewImage: marshall(after, { removeUndefinedValues: true }) }),
    },
  };
  return wakeUpFilters.some((filter) => matchesPattern(filter, record));
}

/** Every status, with and without a hold, a lease, something prepared and a question to the platform. */
const states = distributionStatuses.flatMap((status) =>
  [undefined, 1, 2].flatMap((preparedText) =>
    [undefined, 'paused' as const].map((held) =>
      aDistribution({
        id: '0197a6b0-0000-7000-8000-000000000001',
        status,
        preparedText,
        held,
        dueAt: '2100-01-01T00:00:00.000Z',
        wakeAt: '2100-01-01T00:00:00.000Z',
        lookAt: new Date(Date.now() + 60_000).toISOString(),
      }),
    ),
  ),
);
const isLegal = (from: DistributionStatus, to: DistributionStatus) =>
  Object.values(moves).some((move) => move.to === to && (move.from as readonly string[]).includes(from));
const atWork: DistributionStatus[] = ['preparing', 'publishing'];
/** The text of a post changes only with a new plan, which takes it out of the worker's hands. */
const keepsItsText = (before: Distribution, after: Distribution) =>
  !(atWork.includes(before.status) && atWork.includes(after.status)) || before.preparedText === after.preparedText;

describe('the filters of the schedule sync', () => {
  beforeEach(() => void vi.resetAllMocks());

  it('leave out no record that changes a wake-up, gives work to the queue or takes away what was prepared', async () => {
    const pairs: [State, State][] = states.flatMap((state): [State, State][] => [
      [undefined, state],
      [state, undefined],
      ...states
        .filter((after) => isLegal(state.status, after.status) && keepsItsText(state, after))
        .flatMap((after): [State, State][] => [
          [state, after],
          [state, { ...after, version: state.version + 1 }],
        ]),
    ]);
    for (const [before, after] of pairs) {
      if (isDelivered(before, after)) continue;
      await syncSchedule(before, after);
      const done = effects.flatMap((effect) => effect.mock.calls);
      expect(done, `${before?.status} ${before?.preparedText} to ${after?.status} ${after?.preparedText}`).toEqual([]);
    }
    expect(pairs.length).toBeGreaterThan(1_000);
  });

  it('wake nobody for the writes of a post that goes out as it was prepared', () => {
    const [scheduled, preparing, prepared, publishing, published] = (
      ['scheduled', 'preparing', 'preparing', 'publishing', 'published'] as const
    ).map((status, index) => aDistribution({ status, ...(index > 0 && index < 4 && { preparedText: 1 }) }));
    expect(isDelivered(undefined, scheduled)).toBe(true);
    expect(isDelivered(scheduled, preparing)).toBe(false);
    expect(isDelivered(preparing, prepared)).toBe(false);
    expect(isDelivered(prepared, publishing)).toBe(false);
    expect(isDelivered(publishing, published)).toBe(false);
  });
});

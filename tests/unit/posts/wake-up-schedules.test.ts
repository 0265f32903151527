import {
  ConflictException,
  CreateScheduleCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { putWakeUp } from '../../../shared/posts/wake-ups/wake-up-schedules.ts';

describe('the schedule of a post', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  it('is enabled and says everything, made or changed: what a change leaves out is lost', async () => {
    for (const name of ['SCHEDULE_GROUP_NAME', 'WAKE_FUNCTION_ARN', 'SCHEDULER_ROLE_ARN', 'SCHEDULER_DLQ_ARN']) {
      vi.stubEnv(name, name.toLowerCase());
    }
    const sent: unknown[] = [];
    vi.spyOn(SchedulerClient.prototype, 'send').mockImplementation(async (command: unknown) => {
      sent.push(command);
      if (command instanceof CreateScheduleCommand) {
        throw new ConflictException({ message: 'There is one', Message: 'There is one', $metadata: {} });
      }
    });
    const ref = { tenantId: 't', distributionId: 'd', version: 2 } as never;
    await putWakeUp({ ref, at: '2027-03-10T09:00:00.000Z' });
    const [create, update] = sent as [CreateScheduleCommand, UpdateScheduleCommand];
    expect(update).toBeInstanceOf(UpdateScheduleCommand);
    expect(update.input).toEqual(create.input);
    expect(update.input).toMatchObject({
      State: 'ENABLED',
      ScheduleExpression: 'at(2027-03-10T09:00:00)',
      ActionAfterCompletion: 'DELETE',
      FlexibleTimeWindow: { Mode: 'OFF' },
    });
  });
});

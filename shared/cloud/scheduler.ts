import {
  ConflictException,
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
  ResourceNotFoundException,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import type { PublicationRef } from '../domain/publication-ref.ts';
import { clientSettings } from './client-settings.ts';
import { environment } from './environment.ts';

const client = new SchedulerClient(clientSettings);

export interface WakeUp {
  ref: PublicationRef;
  /** ISO 8601 in UTC. */
  at: string;
}

/** Makes the one schedule of a distribution say this wake-up, whatever it said before. */
export async function putWakeUp(wakeUp: WakeUp): Promise<void> {
  const input = scheduleInput(wakeUp);
  for (let round = 1; ; round += 1) {
    try {
      await client.send(new CreateScheduleCommand(input));
      return;
    } catch (error) {
      if (!(error instanceof ConflictException)) throw error;
    }
    try {
      await client.send(new UpdateScheduleCommand(input));
      return;
    } catch (error) {
      // It fired between the two calls and is gone: made anew.
      if (!(error instanceof ResourceNotFoundException) || round === 3) throw error;
    }
  }
}

/** Nothing to delete is success. */
export async function deleteWakeUp(distributionId: string): Promise<void> {
  try {
    await client.send(
      new DeleteScheduleCommand({ Name: distributionId, GroupName: environment('SCHEDULE_GROUP_NAME') }),
    );
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
  }
}

/** UpdateSchedule replaces everything that is left out by its default, so create and update send the same whole input. */
function scheduleInput({ ref, at }: WakeUp): CreateScheduleCommandInput {
  return {
    Name: ref.distributionId,
    GroupName: environment('SCHEDULE_GROUP_NAME'),
    // `at()` takes no zone and no milliseconds; UTC is said beside it.
    ScheduleExpression: `at(${at.slice(0, 19)})`,
    ScheduleExpressionTimezone: 'UTC',
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'DELETE',
    Target: {
      Arn: environment('WAKE_FUNCTION_ARN'),
      RoleArn: environment('SCHEDULER_ROLE_ARN'),
      Input: JSON.stringify(ref),
      RetryPolicy: { MaximumRetryAttempts: 10, MaximumEventAgeInSeconds: 3_600 },
      DeadLetterConfig: { Arn: environment('SCHEDULER_DLQ_ARN') },
    },
  };
}

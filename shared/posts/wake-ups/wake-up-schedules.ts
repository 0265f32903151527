import {
  ConflictException,
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
  GetScheduleCommand,
  type GetScheduleCommandOutput,
  ListSchedulesCommand,
  ResourceNotFoundException,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { clientSettings } from '../../kernel/client-settings.ts';
import { environment } from '../../kernel/environment.ts';
import { lean } from '../../kernel/lean-client.ts';
import { type PublicationRef, publicationRefSchema } from '../model/publication-ref.ts';

const client = lean(new SchedulerClient(clientSettings));

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

/** Whether the existing schedule is the one that this wake-up needs. */
export async function compareWakeUp(wakeUp: WakeUp): Promise<'right' | 'wrong' | 'missing'> {
  const found = await getSchedule(wakeUp.ref.distributionId);
  if (found === undefined) return 'missing';
  const wanted = scheduleInput(wakeUp);
  const isRight =
    found.State === 'ENABLED' &&
    found.ScheduleExpression === wanted.ScheduleExpression &&
    found.ScheduleExpressionTimezone === wanted.ScheduleExpressionTimezone &&
    found.Target?.Arn === wanted.Target?.Arn &&
    found.Target?.RoleArn === wanted.Target?.RoleArn &&
    found.Target?.Input === wanted.Target?.Input;
  return isRight ? 'right' : 'wrong';
}

/** The names of all schedules of the group: distribution ids, unless another program put one there. */
export async function* listWakeUps(): AsyncGenerator<string> {
  let NextToken: string | undefined;
  do {
    const page = await client.send(
      new ListSchedulesCommand({ GroupName: environment('SCHEDULE_GROUP_NAME'), MaxResults: 100, NextToken }),
    );
    for (const { Name } of page.Schedules ?? []) yield Name!;
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
}

/** The plan that a schedule was made for; `foreign` where its input is none of ours, undefined where it is gone. */
export async function readWakeUp(name: string): Promise<PublicationRef | 'foreign' | undefined> {
  const found = await getSchedule(name);
  if (found === undefined) return undefined;
  try {
    const ref = publicationRefSchema.parse(JSON.parse(found.Target?.Input ?? ''));
    return ref.distributionId === name ? ref : 'foreign';
  } catch {
    return 'foreign';
  }
}

async function getSchedule(name: string): Promise<GetScheduleCommandOutput | undefined> {
  try {
    return await client.send(new GetScheduleCommand({ Name: name, GroupName: environment('SCHEDULE_GROUP_NAME') }));
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
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
    // Said although AWS has it for its default: services that stand in for AWS leave a schedule without it disabled.
    State: 'ENABLED',
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

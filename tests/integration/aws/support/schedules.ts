import { CreateScheduleCommand, type CreateScheduleInput, GetScheduleCommand } from '@aws-sdk/client-scheduler';
import type { PolicyStatement } from '../../../../infra/local/aws/open-aws.ts';
import { type Bench, FUNCTION_ARN, queueArn, SCHEDULER_ROLE_ARN, startAws } from './local-aws.ts';

export const invokeFunction: PolicyStatement = {
  Effect: 'Allow',
  Action: 'lambda:InvokeFunction',
  Resource: FUNCTION_ARN,
};
export const sendToDeadQueue: PolicyStatement = {
  Effect: 'Allow',
  Action: 'sqs:SendMessage',
  Resource: queueArn('dead'),
};

export async function startWithSchedulerRole(overrides: Parameters<typeof startAws>[0] = {}): Promise<Bench> {
  const bench = await startAws(overrides);
  bench.registerSchedulerRole([invokeFunction, sendToDeadQueue]);
  return bench;
}

/** A one-time UTC expression. @param inSeconds from now, by the local clock */
export const at = (inSeconds: number) => `at(${new Date(Date.now() + inSeconds * 1000).toISOString().slice(0, 19)})`;

/** A whole schedule that invokes the function in a minute and is then deleted. */
export function scheduleInput(
  overrides: Partial<CreateScheduleInput> = {},
  target: Partial<CreateScheduleInput['Target']> = {},
): CreateScheduleInput {
  return {
    Name: 'post-1',
    ScheduleExpression: at(60),
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'DELETE',
    Target: { Arn: FUNCTION_ARN, RoleArn: SCHEDULER_ROLE_ARN, Input: '{"postId":"1"}', ...target },
    ...overrides,
  };
}

export const createSchedule = (
  { scheduler }: Bench,
  overrides?: Partial<CreateScheduleInput>,
  target?: Partial<CreateScheduleInput['Target']>,
) => scheduler.send(new CreateScheduleCommand(scheduleInput(overrides, target)));

export async function scheduleExists({ scheduler }: Bench, Name = 'post-1'): Promise<boolean> {
  try {
    await scheduler.send(new GetScheduleCommand({ Name }));
    return true;
  } catch (error) {
    if ((error as Error).name === 'ResourceNotFoundException') return false;
    throw error;
  }
}

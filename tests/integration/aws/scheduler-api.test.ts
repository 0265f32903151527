import {
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  DeleteScheduleGroupCommand,
  GetScheduleCommand,
  GetScheduleGroupCommand,
  ListSchedulesCommand,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { describe, expect, it } from 'vitest';
import type { PolicyStatement } from '../../../infra/local/aws/open-aws.ts';
import type { LocalClock } from '../../../infra/local/clock/local-clock.ts';
import { eventually, FUNCTION_ARN, ROLE_ARN, SCHEDULER_ROLE_ARN, startAws } from './support/local-aws.ts';
import {
  createSchedule,
  invokeFunction,
  scheduleExists,
  scheduleInput,
  startWithSchedulerRole,
} from './support/schedules.ts';

const update = (...input: Parameters<typeof scheduleInput>) => new UpdateScheduleCommand(scheduleInput(...input));
const read = new GetScheduleCommand({ Name: 'post-1' });
const drop = new DeleteScheduleCommand({ Name: 'post-1' });

describe('schedules', () => {
  it('are given back whole', async () => {
    const bench = await startWithSchedulerRole();
    const { ScheduleArn } = await createSchedule(bench, {
      Description: 'first',
      ScheduleExpression: 'at(2099-01-01T10:00:00)',
      ScheduleExpressionTimezone: 'Europe/Berlin',
    });
    expect(ScheduleArn).toBe('arn:aws:scheduler:us-east-1:000000000000:schedule/default/post-1');
    expect(await bench.scheduler.send(read)).toMatchObject({
      Arn: ScheduleArn,
      GroupName: 'default',
      Description: 'first',
      ScheduleExpressionTimezone: 'Europe/Berlin',
      State: 'ENABLED',
      ActionAfterCompletion: 'DELETE',
      CreationDate: expect.any(Date),
      Target: { Input: '{"postId":"1"}', RetryPolicy: { MaximumRetryAttempts: 185 } },
    });
  });

  it('return to the defaults of what an update leaves out', async () => {
    const bench = await startWithSchedulerRole();
    await createSchedule(bench, { Description: 'first', State: 'DISABLED' });
    await bench.scheduler.send(update({ ActionAfterCompletion: undefined }));
    const updated = await bench.scheduler.send(read);
    expect(updated).toMatchObject({ State: 'ENABLED', ActionAfterCompletion: 'NONE' });
    expect(updated.Description).toBeUndefined();
  });

  it('conflict by name, but not when the SDK repeats its own request', async () => {
    const bench = await startWithSchedulerRole();
    await createSchedule(bench, { ClientToken: 'first' });
    await expect(createSchedule(bench, { ClientToken: 'first' })).resolves.toBeDefined();
    await expect(createSchedule(bench)).rejects.toMatchObject({
      name: 'ConflictException',
      message: 'Schedule post-1 already exists.',
    });
  });

  it('that are missing can be neither read, updated nor deleted', async () => {
    const { scheduler } = await startWithSchedulerRole();
    const missing = { name: 'ResourceNotFoundException', message: 'Schedule post-1 does not exist.' };
    await expect(scheduler.send(read)).rejects.toMatchObject(missing);
    await expect(scheduler.send(update())).rejects.toMatchObject(missing);
    await expect(scheduler.send(drop)).rejects.toMatchObject(missing);
  });

  it.each([
    ['a bad name', { Name: 'no spaces' }, {}, 'name'],
    ['a repeating expression', { ScheduleExpression: 'rate(1 minute)' }, {}, 'Invalid Schedule Expression'],
    [
      'a date that does not exist',
      { ScheduleExpression: 'at(2030-02-30T10:00:00)' },
      {},
      'Invalid Schedule Expression',
    ],
    ['an unknown time zone', { ScheduleExpressionTimezone: 'Mars/Olympus' }, {}, 'Timezone Mars/Olympus'],
    ['an input that is not JSON', {}, { Input: 'not json' }, 'target.input'],
    ['an input of more than 256 KB', {}, { Input: JSON.stringify('x'.repeat(262_144)) }, '256 KB'],
    [
      'a window without its length',
      { FlexibleTimeWindow: { Mode: 'FLEXIBLE' as const } },
      {},
      'MaximumWindowInMinutes',
    ],
    [
      'a FIFO dead-letter queue',
      {},
      { DeadLetterConfig: { Arn: 'arn:aws:sqs:us-east-1:000000000000:d.fifo' } },
      'standard',
    ],
    ['too many retries', {}, { RetryPolicy: { MaximumRetryAttempts: 186 } }, 'target.retryPolicy.maximumRetryAttempts'],
    [
      'a FIFO queue',
      {},
      { Arn: 'arn:aws:sqs:us-east-1:000000000000:q.fifo' },
      'Lambda functions and standard SQS queues',
    ],
    [
      'a group in a FIFO queue',
      {},
      { SqsParameters: { MessageGroupId: 'a' } },
      "the local cloud does not know the member SqsParameters of 'target'",
    ],
    [
      'a target it can not reach',
      {},
      { Arn: 'arn:aws:sns:us-east-1:000000000000:t' },
      'Lambda functions and standard SQS queues',
    ],
  ])('refuse %s', async (_what, schedule, target, message) => {
    const bench = await startWithSchedulerRole();
    await expect(createSchedule(bench, schedule, target)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(message),
    });
    expect(await scheduleExists(bench)).toBe(false);
  });
});

describe('listing', () => {
  it('filters by prefix, group and state, and pages', async () => {
    const bench = await startWithSchedulerRole();
    await bench.scheduler.send(new CreateScheduleGroupCommand({ Name: 'posts' }));
    for (const Name of ['a1', 'a2', 'a3', 'b1']) await createSchedule(bench, { Name, GroupName: 'posts' });
    await createSchedule(bench, { Name: 'a2', State: 'DISABLED' });
    const names = async (filter: object) => {
      const { Schedules } = await bench.scheduler.send(new ListSchedulesCommand(filter));
      return Schedules?.map(({ GroupName, Name }) => `${GroupName}/${Name}`);
    };
    expect(await names({ NamePrefix: 'a2' })).toEqual(['default/a2', 'posts/a2']);
    expect(await names({ GroupName: 'posts', NamePrefix: 'b' })).toEqual(['posts/b1']);
    expect(await names({ State: 'DISABLED' })).toEqual(['default/a2']);

    const firstPage = await bench.scheduler.send(new ListSchedulesCommand({ MaxResults: 3 }));
    expect(firstPage.Schedules?.[0]).toMatchObject({ Target: { Arn: FUNCTION_ARN }, CreationDate: expect.any(Date) });
    expect(await names({ MaxResults: 3, NextToken: firstPage.NextToken })).toEqual(['posts/a3', 'posts/b1']);
    await expect(names({ NextToken: 'made up' })).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

describe('groups', () => {
  const GroupName = 'posts';

  it('must exist for their schedules, and take them along when they go', async () => {
    const bench = await startWithSchedulerRole();
    const missing = { name: 'ResourceNotFoundException', message: 'Schedule group posts does not exist.' };
    await expect(createSchedule(bench, { GroupName })).rejects.toMatchObject(missing);
    await bench.scheduler.send(new CreateScheduleGroupCommand({ Name: GroupName }));
    await createSchedule(bench, { GroupName });
    await bench.scheduler.send(new DeleteScheduleGroupCommand({ Name: GroupName }));
    await expect(bench.scheduler.send(new GetScheduleGroupCommand({ Name: GroupName }))).rejects.toMatchObject(missing);
    const orphan = new GetScheduleCommand({ Name: 'post-1', GroupName });
    await expect(bench.scheduler.send(orphan)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('conflict by name, and the default one stays', async () => {
    const { scheduler } = await startAws();
    const create = new CreateScheduleGroupCommand({ Name: GroupName });
    await scheduler.send(create);
    await expect(scheduler.send(create)).rejects.toMatchObject({ name: 'ConflictException' });
    expect(await scheduler.send(new GetScheduleGroupCommand({ Name: 'default' }))).toMatchObject({ State: 'ACTIVE' });
    const dropDefault = new DeleteScheduleGroupCommand({ Name: 'default' });
    await expect(scheduler.send(dropDefault)).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

describe('who may schedule', () => {
  const scheduling: PolicyStatement = { Effect: 'Allow', Action: 'scheduler:*', Resource: '*' };
  const passing = (service: string): PolicyStatement => ({
    Effect: 'Allow',
    Action: 'iam:PassRole',
    Resource: SCHEDULER_ROLE_ARN,
    Condition: { StringEquals: { 'iam:PassedToService': service } },
  });
  const noPassRole = {
    name: 'AccessDeniedException',
    message: `User: ${ROLE_ARN} is not authorized to perform: iam:PassRole on resource: ${SCHEDULER_ROLE_ARN} because no identity-based policy allows the iam:PassRole action`,
  };

  it('needs iam:PassRole for the schedule’s role, to Scheduler', async () => {
    const bench = await startWithSchedulerRole();
    const caller = { ...bench, ...bench.as([scheduling]) };
    await expect(createSchedule(caller)).rejects.toMatchObject(noPassRole);
    bench.as([scheduling, passing('lambda.amazonaws.com')]);
    await expect(createSchedule(caller)).rejects.toMatchObject(noPassRole);
    bench.as([scheduling, passing('scheduler.amazonaws.com')]);
    await expect(createSchedule(caller)).resolves.toBeDefined();
    bench.as([scheduling]);
    await expect(caller.scheduler.send(update())).rejects.toMatchObject(noPassRole);
  });

  const untrusted = {
    name: 'ValidationException',
    message: expect.stringContaining('must allow AWS EventBridge Scheduler to assume the role'),
  };

  it('needs a role that exists and trusts Scheduler', async () => {
    const bench = await startAws();
    await expect(createSchedule(bench)).rejects.toMatchObject(untrusted);
    bench.aws.registerRole({
      roleArn: SCHEDULER_ROLE_ARN,
      trustedServices: ['lambda.amazonaws.com'],
      policies: [{ Statement: invokeFunction }],
    });
    await expect(createSchedule(bench)).rejects.toMatchObject(untrusted);
  });

  it('needs a trust whose conditions name the account and the schedule group', async () => {
    const bench = await startAws();
    const trust = (account: string, group: string) => ({
      StringEquals: {
        'aws:SourceAccount': account,
        'aws:SourceArn': `arn:aws:scheduler:us-east-1:000000000000:schedule-group/${group}`,
      },
    });
    bench.registerSchedulerRole([invokeFunction], trust('000000000000', 'other'));
    await expect(createSchedule(bench)).rejects.toMatchObject(untrusted);
    bench.registerSchedulerRole([invokeFunction], trust('111111111111', 'default'));
    await expect(createSchedule(bench)).rejects.toMatchObject(untrusted);
    bench.registerSchedulerRole([invokeFunction], trust('000000000000', 'default'));
    await expect(createSchedule(bench)).resolves.toBeDefined();
  });
});

describe('the quotas of Scheduler', () => {
  it('refuse what is created or changed faster, until the second is over', async () => {
    const bench = await startWithSchedulerRole({ schedulerQuotas: { creates: 2, changes: 1 } });
    await startOfSecond(bench);
    const created = ['post-1', 'post-2', 'post-3'].map((Name) =>
      createSchedule(bench, { Name }).then(
        () => 'created',
        (error) => `${error.name} ${error.$metadata.httpStatusCode}`,
      ),
    );
    expect((await Promise.all(created)).sort()).toEqual(['ThrottlingException 429', 'created', 'created']);
    const both = [bench.scheduler.send(read), bench.scheduler.send(read)];
    const answers = await Promise.allSettled(both);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    bench.clock.advance(1_000);
    await expect(createSchedule(bench, { Name: 'post-4' })).resolves.toBeDefined();
  });

  it('let the targets that fall due together wait for their turn, and lose none', async () => {
    const bench = await startWithSchedulerRole({ schedulerQuotas: { invocations: 2 } });
    for (const Name of ['post-1', 'post-2', 'post-3', 'post-4', 'post-5']) await createSchedule(bench, { Name });
    await startOfSecond(bench);
    bench.clock.advance(61_000);
    await eventually(() => expect(bench.invocations).toHaveLength(5));
    const inSecond = Object.values(Object.groupBy(bench.invocations, ({ at }) => String(Math.floor(at / 1000))));
    expect(Math.max(...inSecond.map((one) => one!.length))).toBeLessThanOrEqual(2);
  });
});

/** What a test asks for in the next moments then falls into one second of the quota. */
async function startOfSecond({ clock }: { clock: LocalClock }): Promise<void> {
  clock.advance(1_000 - (Date.now() % 1_000));
}

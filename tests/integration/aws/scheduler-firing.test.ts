import { GetScheduleCommand, UpdateScheduleCommand } from '@aws-sdk/client-scheduler';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it, vi } from 'vitest';
import { eventually, FUNCTION_ARN, queueArn, receiveOne } from './support/local-aws.ts';
import {
  at,
  createSchedule,
  invokeFunction,
  scheduleExists,
  scheduleInput,
  sendToDeadQueue,
  startWithSchedulerRole,
} from './support/schedules.ts';

describe('a due schedule', () => {
  it('invokes its function with its input and is deleted afterwards', async () => {
    const bench = await startWithSchedulerRole();
    await createSchedule(bench);
    bench.clock.advance(30_000);
    expect(await scheduleExists(bench)).toBe(true);
    expect(bench.invocations).toEqual([]);

    bench.clock.advance(30_000);
    await eventually(async () => expect(await scheduleExists(bench)).toBe(false));
    expect(bench.invocations).toMatchObject([{ functionArn: FUNCTION_ARN, payload: { postId: '1' } }]);
  });

  it('stays when it is not to be deleted, and fires once', async () => {
    const bench = await startWithSchedulerRole();
    await createSchedule(bench, { ActionAfterCompletion: 'NONE' });
    bench.clock.advance(60_000);
    await eventually(() => expect(bench.invocations).toHaveLength(1));
    bench.clock.advance(86_400_000);
    expect(await scheduleExists(bench)).toBe(true);
    expect(bench.invocations).toHaveLength(1);
  });

  it('fires at once when its moment has passed', async () => {
    const bench = await startWithSchedulerRole({ jitterSeconds: 60 });
    await createSchedule(bench, { ScheduleExpression: at(-3600) });
    await eventually(() => expect(bench.invocations).toHaveLength(1));
  });

  it('is looked up in its time zone, over a change of the clocks', async () => {
    const bench = await startWithSchedulerRole();
    bench.clock.advance(Date.parse('2030-03-30T12:00:00Z') - Date.now());
    const berlin = { ScheduleExpressionTimezone: 'Europe/Berlin', ScheduleExpression: 'at(2030-03-31T09:00:00)' };
    await createSchedule(bench, berlin);
    bench.clock.advance(Date.parse('2030-03-31T06:59:50Z') - Date.now());
    expect(await scheduleExists(bench)).toBe(true);
    bench.clock.advance(10_000);
    await eventually(() => expect(bench.invocations).toHaveLength(1));
  });

  it('does not fire while it is disabled', async () => {
    const bench = await startWithSchedulerRole();
    await createSchedule(bench, { State: 'DISABLED' });
    bench.clock.advance(3_600_000);
    expect(await scheduleExists(bench)).toBe(true);
    expect(bench.invocations).toEqual([]);
  });

  it('fires at the moment of its last update alone', async () => {
    const bench = await startWithSchedulerRole();
    await createSchedule(bench);
    await bench.scheduler.send(new UpdateScheduleCommand(scheduleInput({ ScheduleExpression: at(600) })));
    bench.clock.advance(590_000);
    expect(await scheduleExists(bench)).toBe(true);
    bench.clock.advance(10_000);
    await eventually(() => expect(bench.invocations).toHaveLength(1));
  });

  it('stays when it is updated while its old version is being delivered', async () => {
    const accepted = Promise.withResolvers<void>();
    const invoke = vi.fn(() => accepted.promise);
    const bench = await startWithSchedulerRole({ invokeFunction: invoke });
    await createSchedule(bench);
    bench.clock.advance(60_000);
    await eventually(() => expect(invoke).toHaveBeenCalledOnce());
    await bench.scheduler.send(new UpdateScheduleCommand(scheduleInput({ ScheduleExpression: at(600) })));
    accepted.resolve();
    expect(await scheduleExists(bench)).toBe(true);
    bench.clock.advance(600_000);
    await eventually(() => expect(invoke).toHaveBeenCalledTimes(2));
  });

  it('replaces context attributes in its input', async () => {
    const bench = await startWithSchedulerRole();
    const ScheduleExpression = at(60);
    const Input = JSON.stringify({
      at: '<aws.scheduler.scheduled-time>',
      arn: '<aws.scheduler.schedule-arn>',
      id: '<aws.scheduler.execution-id>',
      attempt: '<aws.scheduler.attempt-number>',
    });
    await createSchedule(bench, { ScheduleExpression }, { Input });
    bench.clock.advance(60_000);
    await eventually(() => expect(bench.invocations).toHaveLength(1));
    expect(bench.invocations[0]?.payload).toEqual({
      at: `${ScheduleExpression.slice(3, -1)}Z`,
      arn: 'arn:aws:scheduler:us-east-1:000000000000:schedule/default/post-1',
      id: expect.stringMatching(/^[\da-f-]{36}$/),
      attempt: '1',
    });
  });

  it('sends to a queue too', async () => {
    const bench = await startWithSchedulerRole();
    await bench.sqs.send(new CreateQueueCommand({ QueueName: 'dead' }));
    await createSchedule(bench, {}, { Arn: queueArn('dead'), Input: 'any text' });
    bench.clock.advance(60_000);
    expect((await receiveOne(bench, 'dead')).body).toBe('any text');
  });
});

describe('jitter', () => {
  async function firingMoments(seed: number, names: string[]): Promise<Record<string, number>> {
    const bench = await startWithSchedulerRole({ jitterSeconds: 60, seed });
    bench.clock.advance(Date.parse('2030-01-01T00:00:00Z') - Date.now());
    for (const Name of names) {
      const Input = JSON.stringify({ Name });
      await createSchedule(bench, { Name, ScheduleExpression: 'at(2030-01-01T01:00:00)' }, { Input });
    }
    bench.clock.advance(3_600_000 - 10_000);
    const due = Date.parse('2030-01-01T01:00:00Z');
    // Half seconds, so that each firing is seen near its moment.
    while (bench.invocations.length < names.length && Date.now() < due + 65_000) {
      bench.clock.advance(500);
      await scheduleExists(bench);
    }
    await bench.stop();
    const late = bench.invocations.map(({ payload, at: moment }) => [(payload as { Name: string }).Name, moment - due]);
    return Object.fromEntries(late);
  }

  it('stays within the minute, spreads, and is the same for the same seed', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `post-${index}`);
    const moments = Object.values(await firingMoments(1, names));
    expect(moments).toHaveLength(12);
    expect(Math.min(...moments)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...moments)).toBeLessThan(61_500);
    expect(Math.max(...moments) - Math.min(...moments)).toBeGreaterThan(20_000);

    const again = await firingMoments(1, [...names].reverse());
    const otherSeed = await firingMoments(2, names);
    const first = await firingMoments(1, names);
    const shift = (one: Record<string, number>, other: Record<string, number>) =>
      Math.max(...names.map((name) => Math.abs((one[name] ?? 0) - (other[name] ?? 0))));
    // The clock is real and the machine may be busy, so a firing is seen a few steps late.
    expect(shift(first, again)).toBeLessThan(6_000);
    expect(shift(first, otherSeed)).toBeGreaterThan(10_000);
  });
});

describe('a moved clock', () => {
  it('fires everything that is due at once, and nothing else', async () => {
    const bench = await startWithSchedulerRole({ jitterSeconds: 60 });
    const create = (prefix: string, count: number, seconds: number) =>
      Array.from({ length: count }, (_, index) =>
        createSchedule(bench, { Name: `${prefix}-${index}`, ScheduleExpression: at(seconds + index) }),
      );
    await Promise.all([...create('week', 150, 86_400), ...create('later', 20, 9 * 86_400)]);
    bench.clock.advance(7 * 86_400_000);
    await eventually(() => expect(bench.invocations).toHaveLength(150));
    expect(await scheduleExists(bench, 'later-0')).toBe(true);
    await eventually(async () => expect(await scheduleExists(bench, 'week-149')).toBe(false));
    expect(bench.invocations).toHaveLength(150);
  });
});

describe('a schedule that can not be delivered', () => {
  const DeadLetterConfig = { Arn: queueArn('dead') };
  const RetryPolicy = { MaximumRetryAttempts: 2 };

  async function startFailing(failures: number, statements = [invokeFunction, sendToDeadQueue]) {
    const attempts: number[] = [];
    const bench = await startWithSchedulerRole({
      async invokeFunction() {
        attempts.push(Date.now());
        if (attempts.length <= failures) throw new Error('the function is not there');
      },
    });
    await bench.sqs.send(new CreateQueueCommand({ QueueName: 'dead' }));
    const ScheduleExpression = at(60);
    await createSchedule(bench, { ScheduleExpression }, { DeadLetterConfig, RetryPolicy });
    bench.registerSchedulerRole(statements);
    bench.clock.advance(60_000);
    const advanceUntil = async (condition: () => boolean) => {
      for (let step = 0; step < 100 && !condition(); step += 1) {
        bench.clock.advance(100);
        await scheduleExists(bench);
      }
    };
    return { bench, attempts, advanceUntil, dueAt: `${ScheduleExpression.slice(3, -1)}Z` };
  }

  it('is tried again with growing pauses until it is accepted', async () => {
    const { bench, attempts, advanceUntil } = await startFailing(2);
    await advanceUntil(() => attempts.length === 3);
    expect(attempts).toHaveLength(3);
    const [first = 0, second = 0, third = 0] = attempts;
    expect(second - first).toBeGreaterThanOrEqual(1000);
    expect(third - second).toBeGreaterThanOrEqual(2000);
    await eventually(async () => expect(await scheduleExists(bench)).toBe(false));
  });

  it('goes to its dead-letter queue after the last attempt, with what AWS says there', async () => {
    const { bench, attempts, advanceUntil, dueAt } = await startFailing(99);
    await advanceUntil(() => bench.logLines.some((line) => line.includes('gave up and sent')));
    expect(attempts).toHaveLength(3);
    const { body, attributes } = await receiveOne(bench, 'dead');
    expect(JSON.parse(body ?? '')).toEqual({
      FunctionName: FUNCTION_ARN,
      InvocationType: 'Event',
      Payload: '{"postId":"1"}',
    });
    expect(attributes).toEqual({
      ERROR_CODE: 'InternalFailure',
      ERROR_MESSAGE: 'the function is not there',
      EXECUTION_ID: expect.any(String),
      EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
      IS_PAYLOAD_TRUNCATED: 'false',
      RETRY_ATTEMPTS: '2',
      SCHEDULED_TIME: dueAt,
      SCHEDULE_ARN: 'arn:aws:scheduler:us-east-1:000000000000:schedule/default/post-1',
      TARGET_ARN: FUNCTION_ARN,
    });
    expect(await scheduleExists(bench)).toBe(false);
  });

  it('is not invoked without the permission of its own role', async () => {
    const { bench, attempts, advanceUntil } = await startFailing(0, [sendToDeadQueue]);
    await advanceUntil(() => bench.logLines.some((line) => line.includes('gave up and sent')));
    expect(attempts).toEqual([]);
    const { attributes } = await receiveOne(bench, 'dead');
    expect(attributes).toMatchObject({
      ERROR_CODE: 'AccessDeniedException',
      ERROR_MESSAGE: expect.stringContaining('is not authorized to perform: lambda:InvokeFunction'),
    });
  });

  it('is dropped with a log line when its role may not send to the dead-letter queue', async () => {
    const { bench, advanceUntil } = await startFailing(99, [invokeFunction]);
    await advanceUntil(() => bench.logLines.some((line) => line.includes('gave up')));
    expect(bench.logLines.at(-1)).toMatch(/could not reach its dead-letter queue: .*sqs:SendMessage/);
    await expect(bench.scheduler.send(new GetScheduleCommand({ Name: 'post-1' }))).rejects.toThrow();
  });
});

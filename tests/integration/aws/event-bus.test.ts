import {
  CreateEventBusCommand,
  DeleteRuleCommand,
  DescribeEventBusCommand,
  DisableRuleCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { describe, expect, it, vi } from 'vitest';
import { eventually, FUNCTION_ARN, startAws, temporaryDirectory } from './support/local-aws.ts';
import { Bus, published, put, RULE_ARN, startWithRule } from './support/rules.ts';

describe('PutEvents', () => {
  it('brings an event to the targets of the rules it matches', async () => {
    const bench = await startWithRule({});
    const { Entries } = await put(bench, published, { ...published, DetailType: 'other' });
    await eventually(() => expect(bench.invocations).toHaveLength(1));
    expect(bench.invocations[0]).toMatchObject({
      functionArn: FUNCTION_ARN,
      payload: {
        version: '0',
        id: Entries?.[0]?.EventId,
        source: 'herald',
        'detail-type': 'post.published',
        account: '000000000000',
        region: 'us-east-1',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        resources: [],
        detail: { id: 7, text: 'a "b"' },
      },
    });
  });

  it('fails bad entries alone', async () => {
    const bench = await startWithRule({});
    const { FailedEntryCount, Entries } = await put(
      bench,
      published,
      { ...published, Source: undefined },
      { ...published, Detail: '[1]' },
      { ...published, Detail: '{' },
      { ...published, Source: 'aws.ec2' },
    );
    expect(FailedEntryCount).toBe(4);
    expect(Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
      undefined,
      'InvalidArgument',
      'MalformedDetail',
      'MalformedDetail',
      'NotAuthorizedForSource',
    ]);
  });

  it('takes at most 10 entries and less than 1 MB', async () => {
    const bench = await startAws();
    await expect(put(bench, ...Array(11).fill(published))).rejects.toMatchObject({ name: 'ValidationException' });
    const half = { ...published, Detail: JSON.stringify({ text: 'x'.repeat(525_000) }) };
    await expect(put(bench, half)).resolves.toMatchObject({ FailedEntryCount: 0 });
    await expect(put(bench, half, half)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('accepts events for a bus that is not there, and logs it', async () => {
    const bench = await startAws();
    expect(await put(bench, published)).toMatchObject({ FailedEntryCount: 0 });
    expect(bench.logLines.join()).toContain('the event bus herald, which does not exist');
  });

  it('keeps an accepted event over a restart until its target has taken it', async () => {
    const directory = await temporaryDirectory();
    const invokeFunction = vi.fn(() => new Promise<void>(() => {}));
    const first = await startWithRule({}, { directory, invokeFunction });
    await put(first, published);
    await eventually(() => expect(invokeFunction).toHaveBeenCalledOnce());
    await first.stop();

    const second = await startAws({ directory });
    await eventually(() => expect(second.invocations).toHaveLength(1));
    await second.stop();
    const third = await startAws({ directory });
    await put(third, { ...published, DetailType: 'post.again' });
    await eventually(() => expect(third.invocations).toHaveLength(1));
    expect(third.invocations[0]?.payload).toMatchObject({ 'detail-type': 'post.again' });
  });
});

describe('rules', () => {
  it('are listed with their targets, and go only without them', async () => {
    const { events } = await startWithRule({});
    const { Rules } = await events.send(new ListRulesCommand({ EventBusName: Bus, NamePrefix: 'pub' }));
    expect(Rules).toMatchObject([{ Name: 'published', Arn: RULE_ARN, State: 'ENABLED', EventBusName: Bus }]);
    const rule = { Rule: 'published', EventBusName: Bus };
    expect(await events.send(new ListTargetsByRuleCommand(rule))).toMatchObject({ Targets: [{ Arn: FUNCTION_ARN }] });

    const remove = new DeleteRuleCommand({ Name: 'published', EventBusName: Bus });
    await expect(events.send(remove)).rejects.toMatchObject({ name: 'ValidationException' });
    await events.send(new RemoveTargetsCommand({ ...rule, Ids: ['target'] }));
    await events.send(remove);
    expect((await events.send(new ListRulesCommand({ EventBusName: Bus }))).Rules).toEqual([]);
  });

  it('that are disabled match nothing', async () => {
    const bench = await startWithRule({});
    await bench.events.send(new DisableRuleCommand({ Name: 'published', EventBusName: Bus }));
    await put(bench, published);
    await bench.events.send(new DescribeEventBusCommand({ Name: Bus }));
    expect(bench.invocations).toEqual([]);
  });

  it.each([
    [{ EventPattern: '{"source": "herald"}' }, 'InvalidEventPatternException'],
    [{ EventPattern: '{"source": [{"like": "h"}]}' }, 'InvalidEventPatternException'],
    [{ EventPattern: 'source' }, 'InvalidEventPatternException'],
    [{ ScheduleExpression: 'rate(5 minute)' }, 'ValidationException'],
    [{ ScheduleExpression: 'rate(5 minutes)', EventBusName: Bus }, 'ValidationException'],
    [{}, 'ValidationException'],
    [{ EventPattern: '{"source":["h"]}', EventBusName: 'none' }, 'ResourceNotFoundException'],
  ])('refuse %j', async (rule, name) => {
    const { events } = await startWithRule({});
    await expect(events.send(new PutRuleCommand({ Name: 'bad', ...rule }))).rejects.toMatchObject({ name });
  });

  it('name what is missing or there already', async () => {
    const { events } = await startWithRule({});
    const create = new CreateEventBusCommand({ Name: Bus });
    await expect(events.send(create)).rejects.toMatchObject({ name: 'ResourceAlreadyExistsException' });
    const missing = { name: 'ResourceNotFoundException' };
    await expect(events.send(new DescribeEventBusCommand({ Name: 'none' }))).rejects.toMatchObject(missing);
    const targets = { Rule: 'none', Targets: [{ Id: '1', Arn: FUNCTION_ARN }] };
    await expect(events.send(new PutTargetsCommand(targets))).rejects.toMatchObject(missing);
  });
});

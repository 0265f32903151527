import {
  CreateScheduleCommand,
  GetScheduleCommand,
  type GetScheduleCommandOutput,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../shared/operations/reconcile-run.ts';
import { type Herald, type Json, startHerald } from '../support/herald.ts';
import { beOperator, runAdmin, schedulerOf, stopClocks } from '../support/operator.ts';
import { inSeconds } from '../support/posts.ts';

const DAY = 86_400_000;
const actor = { actor: 'system:admin', correlationId: 'test', causationId: 'test' };

describe('npm run admin -- reconcile', () => {
  let herald: Herald;
  let platformId: string;
  let group: string;
  const stray = crypto.randomUUID();

  beforeAll(async () => {
    herald = await startHerald();
    group = herald.cloud.outputs.ScheduleGroupName!;
    platformId = await herald.connect();
    beOperator(herald);
  });
  afterAll(() => herald?.close());

  const schedule = async (body: string, ahead = DAY): Promise<Json> => {
    const made = await herald.schedule({ platformId, body, scheduledFor: inSeconds(ahead / 1000) });
    await herald.cloud.idle();
    return made;
  };
  const scheduleOf = async (Name: string): Promise<GetScheduleCommandOutput | undefined> => {
    const { ResourceNotFoundException } = await import('@aws-sdk/client-scheduler');
    try {
      return await schedulerOf(herald).send(new GetScheduleCommand({ Name, GroupName: group }));
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  };
  const change = async (id: string, changes: (found: GetScheduleCommandOutput) => object): Promise<void> => {
    const { Name, GroupName, ScheduleExpression, FlexibleTimeWindow, Target, ...found } = (await scheduleOf(id))!;
    const whole = {
      Name,
      GroupName,
      ScheduleExpression,
      FlexibleTimeWindow,
      Target,
      ScheduleExpressionTimezone: 'UTC',
    };
    await schedulerOf(herald).send(
      new UpdateScheduleCommand({ ...whole, ...changes({ ...whole, ...found } as GetScheduleCommandOutput) } as never),
    );
  };
  /** As the command does, in this process: it sees the cloud's moved clock. */
  const reconcile = async (options: { dryRun?: boolean; tenantId?: string } = {}): Promise<string[][]> => {
    const useCase = await import('../../shared/operations/reconcile.ts');
    const findings: Finding[] = [];
    const result = await useCase.reconcile({ actor, ...options, onFinding: (finding) => findings.push(finding) });
    expect(result).toMatchObject({ findings: findings.length, failed: 0, complete: true });
    return findings.map(({ distributionId, trouble, action }) => [distributionId, trouble, action]).sort();
  };
  /** As if the zone had had other rules when the post was planned. */
  const plannedByOtherRules = async (id: string, localTime: string): Promise<void> => {
    const [{ documentClient, tableName }, { postKeys }, { UpdateCommand }] = await Promise.all([
      import('../../shared/kernel/table/client.ts'),
      import('../../shared/posts/model/keys.ts'),
      import('../../shared/kernel/table/commands.ts'),
    ]);
    const UpdateExpression = 'SET #localTime = :localTime';
    const ExpressionAttributeNames = { '#localTime': 'localTime' };
    const ExpressionAttributeValues = { ':localTime': localTime };
    const Key = postKeys.distribution(herald.tenantId, id);
    await documentClient.send(
      new UpdateCommand({
        TableName: tableName(),
        Key,
        UpdateExpression,
        ExpressionAttributeNames,
        ExpressionAttributeValues,
      }),
    );
  };

  it('finds a schedule without a post, says so in a dry run, and takes it away in a real one', async () => {
    const tenantId = herald.tenantId;
    const ref = { tenantId, distributionId: stray, platformId, version: 1, textVersion: 1 };
    const { WakeFunctionArn, SchedulerRoleArn } = herald.cloud.outputs;
    await schedulerOf(herald).send(
      new CreateScheduleCommand({
        Name: stray,
        GroupName: group,
        ScheduleExpression: 'at(2031-01-01T00:00:00)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: { Arn: WakeFunctionArn!, RoleArn: SchedulerRoleArn!, Input: JSON.stringify(ref) },
      }),
    );
    const dry = await runAdmin(herald, 'reconcile', '--dry-run');
    expect(dry).toEqual({
      code: 0,
      output: [
        `${tenantId}  ${stray}  SCHEDULE_WITHOUT_POST  would be: schedule deleted`,
        '0 posts and 1 schedules compared: 1 findings, nothing was changed.',
        '',
      ].join('\n'),
    });
    expect(await scheduleOf(stray)).toBeDefined();
    const others = await runAdmin(herald, 'reconcile', '--tenant', 'aaaaaaaaaaaa');
    expect(others.output).toContain('0 findings');
    expect(await scheduleOf(stray)).toBeDefined();

    const real = await runAdmin(herald, 'reconcile');
    expect(real.output).toContain(`${stray}  SCHEDULE_WITHOUT_POST  schedule deleted`);
    expect(await scheduleOf(stray)).toBeUndefined();
    expect((await runAdmin(herald, 'reconcile')).output).toBe(
      '0 posts and 0 schedules compared: 0 findings, 0 repaired, 0 failed.\n',
    );
  });

  it('finds nothing wrong with posts whose wake-ups are as they must be', async () => {
    await schedule('In a day.');
    await schedule('In an hour.', 3_600_000);
    await schedule('In five minutes.', 300_000);
    expect(await reconcile()).toEqual([]);
  });

  it('gives every post its right wake-up, once, and the dry run before changes nothing', async () => {
    const [lost, old, moved, cancelled] = [
      await schedule('Lost.'),
      await schedule('Old.'),
      await schedule('Moved.'),
      await schedule('Cancelled.'),
    ];
    await herald.forgetSchedule(lost.id);
    await change(old.id, ({ Target }) => ({
      Target: { ...Target, Input: JSON.stringify({ ...JSON.parse(Target!.Input!), version: old.version - 1 }) },
    }));
    await change(moved.id, () => ({ ScheduleExpression: 'at(2031-01-01T00:00:00)' }));
    const itsSchedule = (await scheduleOf(cancelled.id))!;
    await herald.api('POST', `/api/v1/distributions/${cancelled.id}/cancel`);
    await herald.cloud.idle();
    const { Name, GroupName, ScheduleExpression, FlexibleTimeWindow, Target } = itsSchedule;
    await schedulerOf(herald).send(
      new CreateScheduleCommand({ Name, GroupName, ScheduleExpression, FlexibleTimeWindow, Target }),
    );
    await herald.cloud.advance(10_000);

    const expected = [
      [lost.id, 'NO_WAKE_UP', 'schedule put'],
      [old.id, 'WRONG_SCHEDULE', 'schedule put'],
      [moved.id, 'WRONG_SCHEDULE', 'schedule put'],
      [cancelled.id, 'SCHEDULE_WITHOUT_POST', 'schedule deleted'],
    ].sort();
    expect(await reconcile({ dryRun: true })).toEqual(expected);
    expect(await scheduleOf(lost.id)).toBeUndefined();
    expect(await scheduleOf(cancelled.id)).toBeDefined();
    for (const { id } of [lost, old, moved, cancelled])
      expect(await herald.story(id)).not.toContain('DISTRIBUTION_REPAIRED');

    expect(await reconcile({ tenantId: 'aaaaaaaaaaaa' })).toEqual([]);
    expect(await reconcile()).toEqual(expected);
    expect(await reconcile()).toEqual([]);
    for (const { id } of [lost, old, moved, cancelled]) {
      expect((await herald.story(id)).filter((type: string) => type === 'DISTRIBUTION_REPAIRED')).toHaveLength(1);
    }
    await stopClocks(herald);
    await herald.cloud.advance(DAY);
    for (const { id } of [lost, old, moved]) {
      await herald.published(id);
      expect((await herald.read(id)).attempts).toHaveLength(1);
    }
    expect((await herald.read(cancelled.id)).status).toBe('cancelled');
  });

  it('sends what is overdue to the publisher', async () => {
    const post = await schedule('Overdue.');
    await herald.forgetSchedule(post.id);
    await herald.cloud.advance(DAY + 200_000);
    expect((await herald.read(post.id)).status).toBe('scheduled');
    expect(await reconcile({ dryRun: true })).toEqual([[post.id, 'NO_WAKE_UP', 'sent to the publisher']]);
    expect((await herald.read(post.id)).status).toBe('scheduled');
    await reconcile();
    await herald.published(post.id);
    expect(await reconcile()).toEqual([]);
  });

  it('leaves a schedule alone that is none of its own, and says so', async () => {
    const { WakeFunctionArn, SchedulerRoleArn } = herald.cloud.outputs;
    await schedulerOf(herald).send(
      new CreateScheduleCommand({
        Name: 'by-hand',
        GroupName: group,
        ScheduleExpression: 'at(2031-01-01T00:00:00)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: { Arn: WakeFunctionArn!, RoleArn: SchedulerRoleArn!, Input: '{}' },
      }),
    );
    expect(await reconcile()).toEqual([['by-hand', 'SCHEDULE_WITHOUT_POST', 'left alone']]);
    expect(await scheduleOf('by-hand')).toBeDefined();
  });

  it('says once that the rules of a post’s zone have changed, shows it in post and calendar, and leaves its time alone', async () => {
    const day = new Date(Date.now() + 3 * DAY).toISOString().slice(0, 10);
    const plan = { platformId, body: 'At nine in Berlin.', scheduledFor: `${day}T09:00:00`, timezone: 'Europe/Berlin' };
    const { body: made } = await herald.api('POST', '/api/v1/distributions', plan);
    expect(made.zoneChange).toBeUndefined();
    await plannedByOtherRules(made.id, `${day}T10:00:00`);
    await herald.cloud.idle();

    const instant = new Date(Date.parse(made.scheduledFor) + 3_600_000).toISOString();
    expect(await herald.read(made.id)).toMatchObject({
      zoneChange: { timezone: 'Europe/Berlin', instant, shiftMinutes: 60 },
    });
    const calendar = await herald.api('GET', `/api/v1/calendar?from=${day}&to=${day}&platformId=${platformId}`);
    expect(calendar.body.days[0].platforms[0].entries).toMatchObject([
      { at: made.scheduledFor, conflicts: [{ code: 'zone_changed', kind: 'zone' }] },
    ]);

    const ofPost = async (options: object) => (await reconcile(options)).filter(([id]) => id === made.id);
    const noticed = [[made.id, 'ZONE_CHANGED', 'put on record']];
    expect(await ofPost({ dryRun: true })).toEqual(noticed);
    expect(await ofPost({})).toEqual(noticed);
    expect(await ofPost({})).toEqual([]);
    expect(await herald.story(made.id)).toEqual(['DISTRIBUTION_CREATED', 'ZONE_CHANGED']);
    expect(await herald.read(made.id)).toMatchObject({
      scheduledFor: made.scheduledFor,
      dueAt: made.dueAt,
      status: 'scheduled',
    });
    const settled = await herald.api('PATCH', `/api/v1/distributions/${made.id}`, { scheduledFor: `${day}T10:00:00` });
    expect(settled.body).toMatchObject({ scheduledFor: instant });
    expect(settled.body.zoneChange).toBeUndefined();
    await herald.api('POST', `/api/v1/distributions/${made.id}/cancel`);
    await herald.cloud.idle();
  });
});

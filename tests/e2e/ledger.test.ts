import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DoubleRequest } from '../doubles/http-double.ts';
import type { PlatformDouble } from '../doubles/platform-double.ts';
import { startSandboxServer } from '../doubles/sandbox-server.ts';
import { type Herald, type Json, startHerald } from '../support/herald.ts';
import { practiceAccount } from '../support/practice-account.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

describe('places in the ledger', () => {
  let herald: Herald;
  let network: PlatformDouble & { apiKey: string };

  beforeAll(async () => {
    [herald, network] = await Promise.all([startHerald(), startSandboxServer()]);
  });
  afterAll(() => Promise.all([herald?.close(), network?.close()]));

  const { connect, schedule } = practiceAccount(
    () => herald,
    () => network,
  );
  /** Bound to one post: what the tests before left on its way may go out at any moment. */
  const publishOf = (text: string) => (request: DoubleRequest) =>
    network.isPublish(request) && request.body.includes(text);
  const usage = async (platformId: string): Promise<Json[]> => {
    const client = DynamoDBDocumentClient.from(
      new DynamoDBClient({
        endpoint: herald.cloud.awsEndpoint,
        region: 'us-east-1',
        credentials: herald.cloud.adminCredentials,
      }),
    );
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: herald.cloud.tableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :usage)',
        ExpressionAttributeValues: { ':pk': `T#${herald.tenantId}#PLATFORM#${platformId}`, ':usage': 'USAGE#' },
      }),
    );
    return Items;
  };

  it('keeps nobody waiting for a place that a cancelled post has given back', async () => {
    const platformId = await connect({ minIntervalMinutes: 60 });
    const due = Date.now() + 3_000;
    const ids: string[] = [];
    for (const index of [0, 1, 2, 3]) ids.push(await schedule(platformId, `Row ${index}`, due + index * 1_000));
    await herald.cloud.advance(30_000);
    // All four are due by now, and go out side by side: one of them has the place.
    const outNow = `/api/v1/distributions?platformId=${platformId}&status=published`;
    const { items } = await herald.until(outNow, (page) => page.items.length === 1, 'The first of the row');
    for (const id of ids.filter((one) => one !== items[0].id)) {
      await herald.until(`/api/v1/distributions/${id}`, (post) => Date.parse(post.dueAt) > due + MINUTE_MS, 'A place');
      expect((await herald.api('POST', `/api/v1/distributions/${id}/cancel`)).status).toBe(200);
    }
    const next = await schedule(platformId, 'After the row', due + 61 * MINUTE_MS);
    await herald.cloud.advance(62 * MINUTE_MS);
    await herald.cloud.advance(30_000);
    expect(await herald.read(next)).toMatchObject({ status: 'published' });
  });

  it('keeps posts apart that come back together after an outage', async () => {
    const platformId = await connect({ minIntervalMinutes: 10 });
    // The places of the others fall into the same hour.
    const hour = Math.ceil(Date.now() / 3_600_000) * 3_600_000;
    for (const index of [0, 1, 2, 3]) await schedule(platformId, `Apart ${index}`, hour + MINUTE_MS + index * 1_000);
    await herald.cloud.advance(hour + 2 * MINUTE_MS - Date.now());
    for (let step = 0; step < 5; step += 1) await herald.cloud.advance(3_000);
    // Nobody works for most of the hour.
    await herald.cloud.advance(45 * MINUTE_MS);
    for (let step = 0; step < 30; step += 1) await herald.cloud.advance(MINUTE_MS);
    const { items } = (await herald.api('GET', `/api/v1/distributions?platformId=${platformId}&status=published`)).body;
    const times = items.map(({ publishedAt }: Json) => Date.parse(publishedAt)).sort();
    const gaps = times.slice(1).map((time: number, index: number) => time - times[index]!);
    expect(gaps.length).toBeGreaterThan(0);
    expect(Math.min(...gaps)).toBeGreaterThan(9 * MINUTE_MS);
  });

  it('has no count below nothing, and forgets every hour in time', async () => {
    const platformId = await connect({ postsPerHour: 10, kind: 'sandbox-blind' });
    network.misbehave({ fault: 'resetBefore', on: publishOf('Resolved a week later') });
    const id = await schedule(platformId, 'Resolved a week later', Date.now() + 3_000);
    await herald.until(`/api/v1/distributions/${id}`, ({ status }) => status === 'unknown', 'Losing track');
    for (let day = 0; day < 7; day += 1) await herald.cloud.advance(DAY_MS);
    const said = await herald.api('POST', `/api/v1/distributions/${id}/resolve`, { outcome: 'absent' });
    expect(said.status).toBe(200);
    const items = await usage(platformId);
    expect(items.filter(({ posts }) => posts < 0)).toEqual([]);
    expect(items.filter(({ expiresAt }) => expiresAt === undefined)).toEqual([]);
  });

  it('refuses a text that another post is about to send, also where that one is retried days later', async () => {
    const platformId = await connect({});
    network.misbehave({ fault: network.answers.rejected, on: publishOf('Once is enough') });
    const first = await schedule(platformId, 'Once is enough', Date.now() + 3_000);
    await herald.until(`/api/v1/distributions/${first}`, ({ status }) => status === 'failed', 'Failing');
    await herald.cloud.advance(5 * DAY_MS);
    const second = await schedule(platformId, 'Once is enough', Date.now() + 3_000);
    await herald.published(second);
    const retried = await herald.api('POST', `/api/v1/distributions/${first}/retry`);
    await herald.cloud.advance(60_000);
    expect(network.posts.filter((post) => post.text === 'Once is enough')).toHaveLength(1);
    expect(retried.status).toBe(409);
  });

  it('lets a thread that was cut go on within its hour: it has its place already', async () => {
    const platformId = await connect({ postsPerHour: 1 });
    const hour = Math.ceil(Date.now() / 3_600_000) * 3_600_000;
    network.misbehave({
      fault: { status: 429, headers: { 'retry-after': '60' }, body: {} },
      on: publishOf('Part two'),
    });
    const thread = ['Part two', 'Part three'];
    const id = await schedule(platformId, 'Part one', hour + 60_000, { platformSpecific: { thread } });
    await herald.cloud.advance(hour + 65_000 - Date.now());
    await herald.until(`/api/v1/distributions/${id}`, ({ thread: cut }) => cut?.done === 1, 'Part one');
    for (let step = 0; step < 20; step += 1) await herald.cloud.advance(30_000);
    expect(await herald.read(id)).toMatchObject({ status: 'published' });
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaultPlan } from '../../infra/local/faults/fault-plan.ts';
import { startXServer, type XDouble } from '../doubles/x-server.ts';
import { type Herald, type Json, startHerald } from '../support/herald.ts';
import { inSeconds } from '../support/posts.ts';
import { connectX } from '../support/practice-account.ts';

/** Edits that have read the post and not yet written it wait here for each other. */
let meeting: { missing: number; all: PromiseWithResolvers<void> } | undefined;
const faults: FaultPlan = {
  onCall: async ({ environment, operation, moment }) => {
    if (environment.constructName !== 'Distributions' || operation !== 'TransactWriteItems') return undefined;
    if (meeting === undefined || moment !== 'before') return undefined;
    meeting.missing -= 1;
    if (meeting.missing === 0) meeting.all.resolve();
    await meeting.all.promise;
    return undefined;
  },
};

describe('workers that race, come twice, come late or die', () => {
  let herald: Herald;
  let x: XDouble;
  let platformId: string;

  beforeAll(async () => {
    // With a fault plan, calls that hang can be given up at once.
    [herald, x] = await Promise.all([startHerald({ faults }), startXServer()]);
    platformId = await connectX(herald, x);
  });
  afterAll(() => Promise.all([herald?.close(), x?.close()]));

  const schedule = (body: string, seconds: number) =>
    herald.schedule({ platformId, body, scheduledFor: inSeconds(seconds) });
  const planOf = ({ id, version, textVersion }: Json) => ({
    tenantId: herald.tenantId,
    distributionId: id,
    platformId,
    version,
    textVersion,
  });
  const standing = (text: string) => x.posts.filter((post) => post.text === text).length;

  it('makes one post where Scheduler fires five times at once and messages come again', async () => {
    const post = await schedule('Five wake-ups.', 2);
    await Promise.all([1, 2, 3, 4, 5].map(() => herald.cloud.invoke('Wake', planOf(post))));
    await herald.published(post.id);
    const message = { kind: 'publish', ...planOf(post), hop: 0 };
    const attributes = { ApproximateReceiveCount: '2' };
    const record = { messageId: 'again', body: JSON.stringify(message), attributes, eventSource: 'aws:sqs' };
    const again = { Records: [record] };
    await herald.cloud.invoke('Publish', again);
    await herald.cloud.idle();
    expect(standing('Five wake-ups.')).toBe(1);
    expect((await herald.read(post.id)).attempts).toHaveLength(1);
    expect((await herald.story(post.id)).filter((type: string) => type === 'DISTRIBUTION_PUBLISHED')).toHaveLength(1);
  });

  it('lets a wake-up of an older plan fall away', async () => {
    const old = await schedule('Moved by a day.', 86_400);
    const later = new Date(Date.now() + 2 * 86_400_000).toISOString();
    await herald.api('PATCH', `/api/v1/distributions/${old.id}`, { scheduledFor: later });
    await herald.cloud.advance(86_400_000);
    await herald.cloud.invoke('Wake', planOf(old));
    await herald.cloud.idle();
    expect((await herald.read(old.id)).status).toBe('scheduled');
    expect(standing('Moved by a day.')).toBe(0);
  });

  it('wakes a post whose wake-up was lost, once the sweep comes by', async () => {
    const post = await schedule('Lost wake-up.', 86_400);
    await herald.cloud.idle();
    await herald.forgetSchedule(post.id);
    await herald.cloud.advance(86_400_000 + 300_000);
    const done = await herald.published(post.id);
    expect(done.lateByMs).toBeGreaterThan(0);
    expect(standing('Lost wake-up.')).toBe(1);
  });

  it('loses track soon after a lease ran out in the visible call, asks the platform, and finds the post there', async () => {
    x.misbehave({ fault: 'hangAfter', on: x.isPublish });
    const hangs = x.nextHang();
    const post = await schedule('Nobody answers.', 1);
    await hangs;
    // The worker hangs on all the while.
    const reaches = (wanted: string) =>
      herald.until(`/api/v1/distributions/${post.id}`, ({ status }) => status === wanted, `Status ${wanted}`);
    herald.cloud.clock.advance(30_000);
    await reaches('unknown');
    herald.cloud.clock.advance(5_000);
    const found = await reaches('published');
    herald.cloud.expireSignals();
    expect(found.attempts).toMatchObject([{ number: 1, state: 'succeeded' }]);
    await herald.cloud.idle();
    await herald.cloud.advance(3_600_000);
    expect(standing('Nobody answers.')).toBe(1);
    expect(
      (await herald.story(post.id)).filter((type: string) => type === 'DISTRIBUTION_OUTCOME_UNKNOWN'),
    ).toHaveLength(1);
  });

  it('gives one of two edits of the same moment a conflict instead of losing it', async () => {
    const post = await schedule('Edited twice.', 86_400);
    meeting = { missing: 2, all: Promise.withResolvers() };
    const edits = await Promise.all(
      ['One way.', 'Another way.'].map((body) => herald.api('PATCH', `/api/v1/distributions/${post.id}`, { body })),
    );
    meeting = undefined;
    const won = edits.filter(({ status }) => status === 200);
    const lost = edits.filter(({ status }) => status === 409);
    expect(edits.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(lost[0]!.body.code).toBe('conflict');
    expect((await herald.read(post.id)).body).toBe(won[0]!.body.body);
    expect((await herald.story(post.id)).filter((type: string) => type === 'DISTRIBUTION_EDITED')).toHaveLength(1);
  });
});

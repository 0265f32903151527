import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Herald, type Json, startHerald } from '../support/herald.ts';

describe("a day's events", () => {
  let herald: Herald;

  beforeAll(async () => {
    herald = await startHerald();
  });
  afterAll(() => herald?.close());

  it('come over the bus again with the ids they had, page by page', async () => {
    for (const name of ['A', 'B', 'C']) await herald.api('POST', '/api/v1/platforms', { kind: 'sandbox', name });
    await herald.cloud.idle();
    const day = new Date().toISOString().slice(0, 10);
    const logged = (await herald.api('GET', `/api/v1/events?day=${day}&limit=100`)).body.items;
    const heard = await herald.listenToBus();
    let cursor: string | null | undefined;
    let replayed = 0;
    while (cursor !== null) {
      const body = { day, limit: 3, ...(cursor && { cursor }) };
      const answer = await herald.api('POST', '/api/v1/events/replay', body);
      expect(answer.status).toBe(200);
      replayed += answer.body.replayed;
      cursor = answer.body.nextCursor;
    }
    await herald.cloud.idle();
    expect(replayed).toBe(logged.length);
    const ids = (events: { id: string }[]) => events.map(({ id }) => id).sort();
    expect(ids(await heard())).toEqual(ids(logged));
    expect((await herald.api('POST', '/api/v1/events/replay', { day: 'yesterday' })).status).toBe(400);
  });

  it('tell of each member of a cross-post that it was created, with the same id each time', async () => {
    const heard = await herald.listenToBus();
    const connect = async (name: string) =>
      (await herald.api('POST', '/api/v1/platforms', { kind: 'sandbox', name })).body.id;
    const platformIds = [await connect('D'), await connect('E')];
    const platforms = platformIds.map((platformId) => ({ platformId }));
    const { body: group } = await herald.api('POST', '/api/v1/cross-posts', { content: { body: 'Hello.' }, platforms });
    await herald.cloud.idle();
    const told = async () => (await heard()).filter(({ type }) => type === 'DISTRIBUTION_CREATED');
    const once = await told();
    expect(once.map(({ entityType, entityId, data }) => [entityType, entityId, data])).toEqual(
      group.members.map(({ id, platformId, status }: Json) => [
        'distribution',
        id,
        expect.objectContaining({ platformId, status, crossPostGroupId: group.id }),
      ]),
    );
    const day = new Date().toISOString().slice(0, 10);
    expect((await herald.api('POST', '/api/v1/events/replay', { day })).status).toBe(200);
    await herald.cloud.idle();
    expect((await told()).map(({ id }) => id)).toEqual([...once, ...once].map(({ id }) => id));
  });
});

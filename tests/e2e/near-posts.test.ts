import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaultPlan } from '../../infra/local/faults/fault-plan.ts';
import { type Herald, startHerald } from '../support/herald.ts';
import { inSeconds } from '../support/posts.ts';

/** SyncSchedules stands still in a call, as it would behind thousands of rows of an import. */
let held: PromiseWithResolvers<void> | undefined;
const faults: FaultPlan = {
  onCall: async ({ environment, moment }) => {
    if (environment.constructName === 'SyncSchedules' && moment === 'before') await held?.promise;
    return undefined;
  },
};

describe('a post that is due in moments', () => {
  let herald: Herald;
  let other: { apiKey: string };
  let platformId: string;
  beforeAll(async () => {
    herald = await startHerald({ faults });
    other = await herald.newTenant('Another');
    platformId = (await asOther('POST', '/api/v1/platforms', { kind: 'sandbox', name: 'Theirs' })).body.id;
  });
  afterAll(async () => {
    held?.resolve();
    await herald?.close();
  });

  const asOther = (method: string, path: string, body?: unknown) =>
    herald.api(method, path, body, { authorization: `Bearer ${other.apiKey}` });
  const published = async (id: string) => {
    for (;;) {
      const { body } = await asOther('GET', `/api/v1/distributions/${id}`);
      if (body.status === 'published') return body;
      expect(['scheduled', 'preparing', 'publishing']).toContain(body.status);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  it('goes out while the stream stands still behind the posts of another tenant, and only once when it moves again', async () => {
    const first = await herald.connect();
    held = Promise.withResolvers();
    await herald.schedule({ platformId: first, body: 'Far ahead.', scheduledFor: inSeconds(86_400) });
    const { body: planned } = await asOther('POST', '/api/v1/distributions', {
      platformId,
      body: 'In a moment.',
      scheduledFor: inSeconds(2),
    });
    await published(planned.id);
    const { body: draft } = await asOther('POST', '/api/v1/distributions', { platformId, body: 'Now.' });
    await asOther('POST', `/api/v1/distributions/${draft.id}/publish`);
    await published(draft.id);
    const { body: group } = await asOther('POST', '/api/v1/cross-posts', {
      content: { body: 'Everywhere, in a moment.' },
      platforms: [{ platformId }],
      scheduledFor: inSeconds(1),
    });
    await published(group.members[0].id);

    held.resolve();
    held = undefined;
    await herald.cloud.idle();
    await herald.cloud.advance(60_000);
    for (const id of [planned.id, draft.id, group.members[0].id]) {
      const { body } = await asOther('GET', `/api/v1/distributions/${id}`);
      expect(body).toMatchObject({ status: 'published', attempts: [{ number: 1, state: 'succeeded' }] });
    }
  });
});

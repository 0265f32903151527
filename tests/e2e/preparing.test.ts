import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallFault, FunctionCall } from '../../infra/local/faults/fault-plan.ts';
import { conflict } from '../crash/aws-faults.ts';
import type { DoubleRequest } from '../doubles/http-double.ts';
import { startWordpressServer, type WordpressDouble } from '../doubles/wordpress-server.ts';
import { type Herald, type Json, startHerald } from '../support/herald.ts';
import { inSeconds } from '../support/posts.ts';

const text = (what: string) =>
  `${what}: a text that is long enough for a blog, one hundred characters at the least, as the rule of the seed has it.`;
const isNewDraft = ({ method, url }: DoubleRequest) => method === 'POST' && url.pathname.endsWith('/wp/v2/posts');

describe('a platform that takes its time to prepare a post', () => {
  let herald: Herald;
  let site: WordpressDouble;
  let platformId: string;
  /** The first request for a draft of a test waits here. */
  let reached = Promise.withResolvers<void>();
  let gate: PromiseWithResolvers<void> | undefined;
  /** So often another transaction is in the way of what a preparation saves. */
  let conflictsLeft = 0;
  /** The message of the due moment has read the post. */
  const loadedAgain = Promise.withResolvers<void>();

  beforeAll(async () => {
    let loads = 0;
    const onCall = (call: FunctionCall): CallFault | undefined => {
      const { environment, operation, moment, body } = call;
      if (environment.constructName !== 'Publish') return undefined;
      if (operation === 'BatchGetItem' && moment === 'after' && ++loads === 2) loadedAgain.resolve();
      const writes = operation === 'PutItem' || operation === 'TransactWriteItems';
      const savesPrepared = moment === 'before' && writes && body.includes('"PREPARED#');
      if (!savesPrepared || conflictsLeft === 0) return undefined;
      conflictsLeft -= 1;
      return { kind: 'error', error: conflict(call) };
    };
    [herald, site] = await Promise.all([startHerald({ faults: { onCall } }), startWordpressServer()]);
    const { username, appPassword } = site;
    const platform = {
      kind: 'wordpress',
      name: 'Blog',
      publishConfig: { apiUrl: site.url },
      credentials: { username, appPassword },
    };
    platformId = (await herald.api('POST', '/api/v1/platforms', platform)).body.id;
    site.letChoose(async (request) => {
      if (!isNewDraft(request) || gate === undefined) return undefined;
      const own = gate;
      gate = undefined;
      reached.resolve();
      await own.promise;
      return undefined;
    });
  });
  afterAll(() => Promise.all([herald?.close(), site?.close()]));

  const schedule = async (title: string, seconds: number, more: object = {}): Promise<string> => {
    const post = { platformId, title, body: text(title), scheduledFor: inSeconds(seconds), ...more };
    return (await herald.schedule(post)).id;
  };
  const hasEvent = (id: string, wanted: string, count = 1) =>
    herald.until(
      `/api/v1/distributions/${id}/events`,
      ({ items }) => items.filter(({ type }: Json) => type === wanted).length >= count,
      wanted,
    );

  const isPrepared = (id: string) =>
    herald.until(`/api/v1/distributions/${id}`, ({ preparedAt }) => preparedAt !== undefined, 'Preparing');

  it('publishes it as soon as it is prepared, where that was after the due time', async () => {
    reached = Promise.withResolvers();
    const held = Promise.withResolvers<void>();
    gate = held;
    const id = await schedule('Slow', 10);
    await reached.promise;
    herald.cloud.clock.advance(12_000);
    // The message of the due moment finds the post in the middle of being prepared.
    await loadedAgain.promise;
    await new Promise((resolve) => setTimeout(resolve, 500));
    held.resolve();
    await isPrepared(id);
    await herald.cloud.advance(5_000);
    const { body } = await herald.api('GET', `/api/v1/distributions/${id}`);
    expect(body.status).toBe('published');
  });

  it('takes no try from a post where another transaction is in the way of what it saves', async () => {
    conflictsLeft = 3;
    // The categories that a name stands for are saved before the draft is made.
    const id = await schedule('In the way', 60, { platformSpecific: { categories: ['news'] } });
    await isPrepared(id);
    const { body } = await herald.api('GET', `/api/v1/distributions/${id}`);
    expect({ conflictsLeft, retryCount: body.retryCount }).toEqual({ conflictsLeft: 0, retryCount: 0 });
    await herald.cloud.advance(65_000);
    await herald.published(id);
  });

  it('leaves one post and no draft where only an owner is noted meanwhile', async () => {
    reached = Promise.withResolvers();
    const held = Promise.withResolvers<void>();
    gate = held;
    const id = await schedule('Noted', 60);
    await reached.promise;
    const edited = await herald.api('PATCH', `/api/v1/distributions/${id}`, { businessUnit: 'north' });
    expect(edited.status).toBe(200);
    await isPrepared(id);
    held.resolve();
    await herald.cloud.advance(65_000);
    await herald.published(id);
    await herald.cloud.advance(120_000);
    expect(site.posts.filter((post) => JSON.stringify(post).includes('Noted'))).toHaveLength(1);
    expect(site.drafts().filter(({ title }) => title === 'Noted')).toEqual([]);
  });

  it.each([
    ['where the site answers', 'Terms', undefined],
    ['where the post is found later, since the answer was lost', 'Lost terms', 'resetAfter'],
  ] as const)('says on record what the post goes out without, %s', async (_, title, fault) => {
    if (fault !== undefined) site.misbehave({ fault, on: site.isPublish });
    const refused = {
      status: 403,
      body: { code: 'rest_cannot_create', message: 'Not allowed.', data: { status: 403 } },
    };
    site.misbehave({
      fault: refused,
      on: ({ method, url }) => method === 'POST' && url.pathname.endsWith('/categories'),
    });
    const platformSpecific = { categories: ['news', 'Summer'] };
    const post = { platformId, title, body: text(title), platformSpecific };
    const { id } = (await herald.api('POST', '/api/v1/distributions', post)).body;
    await herald.api('POST', `/api/v1/distributions/${id}/publish`);
    if (fault !== undefined) {
      await hasEvent(id, 'DISTRIBUTION_OUTCOME_UNKNOWN');
      await herald.cloud.advance(60_000);
    }
    await hasEvent(id, 'DISTRIBUTION_PUBLISHED');
    const { items } = (await herald.api('GET', `/api/v1/distributions/${id}/events`)).body;
    const { data } = items.find(({ type }: Json) => type === 'DISTRIBUTION_PUBLISHED');
    const message = '"Summer" is left out: the site answered 403: Not allowed.';
    expect(data.notes).toEqual([{ code: 'category_left_out', field: '/platformSpecific/categories', message }]);
    expect((await herald.api('GET', `/api/v1/distributions/${id}`)).body.notes).toEqual(data.notes);
    expect(site.posts).toContainEqual(expect.objectContaining({ title, categories: [2] }));
  });
});

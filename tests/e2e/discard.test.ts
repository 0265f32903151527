import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { DoubleRequest } from '../doubles/http-double.ts';
import { refusal } from '../doubles/wordpress-rules.ts';
import { startWordpressServer, type WordpressDouble } from '../doubles/wordpress-server.ts';
import { type Herald, type Json, startHerald } from '../support/herald.ts';

const text = (what: string) =>
  `${what}: a text that is long enough for a blog, one hundred characters at the least, as the rule of the seed has it.`;

describe('what was prepared for a post that changes', () => {
  let herald: Herald;
  let site: WordpressDouble;
  let platformId: string;

  beforeAll(async () => {
    [herald, site] = await Promise.all([startHerald(), startWordpressServer()]);
    const { username, appPassword } = site;
    const platform = {
      kind: 'wordpress',
      name: 'Blog',
      publishConfig: { apiUrl: site.url },
      credentials: { username, appPassword },
    };
    platformId = (await herald.api('POST', '/api/v1/platforms', platform)).body.id;
  });
  afterAll(() => Promise.all([herald?.close(), site?.close()]));

  /** A post with its draft on the site, 40 seconds before its time. */
  const prepared = async (title: string, on = platformId): Promise<Json> => {
    const before = site.drafts().length;
    const scheduledFor = new Date(Date.now() + 40_000).toISOString();
    const made = await herald.api('POST', '/api/v1/distributions', {
      platformId: on,
      title,
      body: text(title),
      scheduledFor,
    });
    expect(made.status).toBe(201);
    await herald.until(
      `/api/v1/distributions/${made.body.id}`,
      ({ preparedAt }) => preparedAt !== undefined,
      'Preparing',
    );
    expect(site.drafts()).toHaveLength(before + 1);
    return made.body;
  };
  /** The stream sends the discard a moment after the change, to be worked on a second later. */
  const settled = async () => {
    for (let step = 0; step < 10 && site.drafts().length > 0; step += 1) await herald.cloud.advance(2_000);
  };

  it('is gone from the platform after a cancel, and nothing is published', async () => {
    const { id } = await prepared('Cancelled');
    expect((await herald.api('POST', `/api/v1/distributions/${id}/cancel`)).status).toBe(200);
    await settled();
    expect(site.drafts()).toEqual([]);
    await herald.cloud.advance(120_000);
    expect(site.posts).toEqual([]);
    const isDiscarded = ({ items }: Json) => items.at(-1).type === 'DISTRIBUTION_DISCARDED';
    await herald.until(`/api/v1/distributions/${id}/events`, isDiscarded, 'Writing down the discard');
  });

  it('waits where the account is cut off, and is gone once that is connected again', async () => {
    const { id } = await prepared('Cut off');
    const cut = { fault: site.answers.unauthorized, times: 1_000, isOver: false };
    site.misbehave({ ...cut, on: () => !cut.isOver });
    expect((await herald.api('POST', `/api/v1/distributions/${id}/cancel`)).status).toBe(200);
    const connection = ({ connection }: Json) => connection === 'reconnect';
    await herald.until(`/api/v1/platforms/${platformId}`, connection, 'Finding that the account is cut off');
    await herald.cloud.advance(3_600_000);
    expect(site.drafts()).toHaveLength(1);
    const letters: Json[] = (await herald.api('GET', '/api/v1/dead-letters')).body.items;
    expect(letters.filter(({ messages }) => messages > 0)).toEqual([]);
    cut.isOver = true;
    expect((await herald.api('POST', `/api/v1/platforms/${platformId}/verify`)).body.works).toBe(true);
    await settled();
    expect(site.drafts()).toEqual([]);
    expect(await herald.story(id)).toContain('DISTRIBUTION_DISCARDED');
  });

  it('makes way for the new text after an edit: one post, no draft left behind', async () => {
    const { id } = await prepared('Edited');
    expect((await herald.api('PATCH', `/api/v1/distributions/${id}`, { body: text('New words') })).status).toBe(200);
    await herald.cloud.advance(45_000);
    await herald.published(id);
    await settled();
    expect(site.drafts()).toEqual([]);
    expect(site.posts).toHaveLength(1);
    expect(JSON.stringify(site.posts[0])).toContain('New words');
  });

  it('is made anew for another time', async () => {
    const before = site.posts.length;
    const { id } = await prepared('Moved');
    const scheduledFor = new Date(Date.now() + 86_400_000).toISOString();
    expect((await herald.api('PATCH', `/api/v1/distributions/${id}`, { scheduledFor })).status).toBe(200);
    await settled();
    expect(site.drafts()).toEqual([]);
    await herald.cloud.advance(86_400_000);
    await herald.published(id);
    expect(site.posts).toHaveLength(before + 1);
    expect(site.drafts()).toEqual([]);
  });

  it('says on record that it stays, where the platform will not delete it', async () => {
    const { id } = await prepared('Kept');
    const fault = refusal(403, 'rest_cannot_delete', 'Sorry, you are not allowed to delete this post.');
    let isOver = false;
    onTestFinished(() => {
      isOver = true;
    });
    site.misbehave({ fault, times: 1_000, on: ({ method }) => method === 'DELETE' && !isOver });
    expect((await herald.api('POST', `/api/v1/distributions/${id}/cancel`)).status).toBe(200);
    const isTold = ({ items }: Json) => items.at(-1).type === 'DISTRIBUTION_DISCARD_FAILED';
    await herald.until(`/api/v1/distributions/${id}/events`, isTold, 'Writing down the refusal');
    const { data } = (await herald.api('GET', `/api/v1/distributions/${id}/events`)).body.items.at(-1);
    expect(data).toMatchObject({ textVersion: 1, error: { class: 'PERMISSION' } });
  });

  it('says on record that it stays on the old site, where the account is connected with another address meanwhile', async () => {
    const other = await startWordpressServer();
    onTestFinished(() => other.close());
    const { username, appPassword } = site;
    const credentials = { username, appPassword };
    const moving = { kind: 'wordpress', name: 'Moving', publishConfig: { apiUrl: site.url }, credentials };
    const own = (await herald.api('POST', '/api/v1/platforms', moving)).body.id;
    const { id } = await prepared('Left behind', own);
    const cut = { fault: site.answers.unauthorized, times: 1_000, isOver: false };
    site.misbehave({ ...cut, on: () => !cut.isOver });
    await herald.api('POST', `/api/v1/distributions/${id}/cancel`);
    const isCutOff = ({ connection }: Json) => connection === 'reconnect';
    await herald.until(`/api/v1/platforms/${own}`, isCutOff, 'Finding that the account is cut off');
    const { url: apiUrl, username: name, appPassword: password } = other;
    const moved = { publishConfig: { apiUrl }, credentials: { username: name, appPassword: password } };
    await herald.api('PATCH', `/api/v1/platforms/${own}`, moved);
    cut.isOver = true;
    const isTold = ({ items }: Json) => items.at(-1).type === 'DISTRIBUTION_DISCARD_FAILED';
    await herald.until(`/api/v1/distributions/${id}/events`, isTold, 'Writing down that the draft stays');
    expect(await herald.story(id)).not.toContain('DISTRIBUTION_DISCARDED');
  });

  it('of a try before is gone, too, where its request reached the site only after the user had tried again', async () => {
    const own = (
      await herald.api('POST', '/api/v1/platforms', {
        kind: 'wordpress',
        name: 'Slow',
        publishConfig: { apiUrl: site.url },
        credentials: { username: site.username, appPassword: site.appPassword },
        maxRetries: 0,
      })
    ).body.id;
    const isDraft = ({ method, url }: DoubleRequest) => method === 'POST' && url.pathname.endsWith('/posts');
    site.misbehave({ fault: 'resetBefore', on: isDraft });
    const title = 'Tried again';
    const scheduledFor = new Date(Date.now() + 40_000).toISOString();
    const post = { platformId: own, title, body: text(title), scheduledFor };
    const { id } = (await herald.api('POST', '/api/v1/distributions', post)).body;
    await herald.reaches(id, 'failed');
    expect((await herald.api('POST', `/api/v1/distributions/${id}/retry`)).status).toBe(202);
    await herald.published(id);
    const before = site.drafts().length;
    const late = site.requests.find((request) => isDraft(request) && request.body.includes(title))!;
    const headers = { authorization: late.headers.authorization!, 'content-type': 'application/json' };
    const address = new URL(late.url.pathname, site.url);
    expect((await fetch(address, { method: 'POST', headers, body: late.body.toString() })).status).toBe(201);
    expect(site.drafts()).toHaveLength(before + 1);
    for (let minute = 0; minute < 5; minute += 1) await herald.cloud.advance(60_000);
    expect(site.drafts()).toHaveLength(before);
    const { type, data } = (await herald.api('GET', `/api/v1/distributions/${id}/events`)).body.items.at(-1);
    expect({ type, data }).toMatchObject({ type: 'DISTRIBUTION_DISCARDED', data: { removed: 1 } });
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
  const prepared = async (title: string): Promise<Json> => {
    const scheduledFor = new Date(Date.now() + 40_000).toISOString();
    const made = await herald.api('POST', '/api/v1/distributions', {
      platformId,
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
    expect(site.drafts()).toHaveLength(1);
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
});

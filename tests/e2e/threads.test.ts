import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startXServer, type XDouble } from '../doubles/x-server.ts';
import { type Herald, type Json, startHerald } from '../support/herald.ts';
import { connectX } from '../support/practice-account.ts';

describe('a thread', () => {
  let herald: Herald;
  let x: XDouble;
  let platformId: string;

  beforeAll(async () => {
    [herald, x] = await Promise.all([startHerald(), startXServer()]);
    platformId = await connectX(herald, x);
  });
  afterAll(() => Promise.all([herald?.close(), x?.close()]));

  const texts = (name: string) => [1, 2, 3, 4, 5, 6, 7].map((part) => `${name}, part ${part} of seven.`);
  const publish = async (name: string): Promise<string> => {
    const [body, ...thread] = texts(name);
    const made = await herald.api('POST', '/api/v1/distributions', { platformId, body, platformSpecific: { thread } });
    expect(made.status).toBe(201);
    await herald.api('POST', `/api/v1/distributions/${made.body.id}/publish`);
    return made.body.id;
  };
  const reaches = (id: string, what: string, done: (item: Json) => boolean) =>
    herald.until(`/api/v1/distributions/${id}`, done, what);
  const isPart = (text: string) => (request: { method: string; url: URL; body: Buffer }) =>
    x.isPublish(request as never) && request.body.toString().includes(text);
  const standing = (name: string) => x.posts.map(({ text }) => text).filter((text) => String(text).startsWith(name));

  it('goes out as one chain, each part once, and is known by its first', async () => {
    const id = await publish('Whole');
    const post = await reaches(id, 'Publishing', ({ status }) => status === 'published');
    expect(standing('Whole')).toEqual(texts('Whole'));
    expect(post.attempts).toHaveLength(7);
    expect(post.externalId).toBe(post.attempts[0].externalId);
    expect(new Set(post.attempts.map(({ externalId }: Json) => externalId)).size).toBe(7);
    expect((await herald.story(id)).filter((type: string) => type === 'DISTRIBUTION_PART_PUBLISHED')).toHaveLength(6);
  });

  it('that was cut after part three goes on at part four once the platform surely does not have it', async () => {
    x.misbehave({ fault: 'resetBefore', on: isPart('Cut, part 4') });
    const id = await publish('Cut');
    const cut = await reaches(id, 'The cut', ({ status }) => status === 'unknown');
    expect(cut.attempts).toHaveLength(4);
    expect(standing('Cut')).toEqual(texts('Cut').slice(0, 3));
    for (const seconds of [5, 60, 60]) await herald.cloud.advance(seconds * 1000);
    await reaches(id, 'Publishing', ({ status }) => status === 'published');
    expect(standing('Cut')).toEqual(texts('Cut'));
  });

  it('whose fourth part went out without an answer finds it and goes on at part five', async () => {
    x.misbehave({ fault: 'resetAfter', on: isPart('Found, part 4') });
    const id = await publish('Found');
    await reaches(id, 'The lost answer', ({ status }) => status === 'unknown');
    await herald.cloud.advance(5_000);
    await reaches(id, 'Publishing', ({ status }) => status === 'published');
    expect(standing('Found')).toEqual(texts('Found'));
  });

  it('that the platform refuses in the middle keeps its text, and goes on where it was cut when it is retried', async () => {
    x.misbehave({ fault: x.answers.rejected, on: isPart('Refused, part 3') });
    const id = await publish('Refused');
    const failed = await reaches(id, 'The refusal', ({ status }) => status === 'failed');
    expect(failed.externalId).toBe(failed.attempts[0].externalId);
    const edit = await herald.api('PATCH', `/api/v1/distributions/${id}`, { body: 'Other words.' });
    expect(edit).toMatchObject({ status: 409, body: { code: 'partly_published', partsPublished: 2 } });
    expect((await herald.api('POST', `/api/v1/distributions/${id}/retry`)).status).toBe(202);
    await reaches(id, 'Publishing', ({ status }) => status === 'published');
    expect(standing('Refused')).toEqual(texts('Refused'));
  });

  it('of a post and its first comment is the same: the comment answers the post, once, though its answer was lost', async () => {
    x.misbehave({ fault: 'resetAfter', on: isPart('Comment, the way') });
    const firstComment = 'Comment, the way there: https://example.com/doors';
    const post = { platformId, body: 'Comment, the post.', platformSpecific: { firstComment } };
    const { id } = (await herald.api('POST', '/api/v1/distributions', post)).body;
    await herald.api('POST', `/api/v1/distributions/${id}/publish`);
    await reaches(id, 'The lost answer', ({ status }) => status === 'unknown');
    expect(standing('Comment')).toEqual([post.body, firstComment]);
    await herald.cloud.advance(5_000);
    const done = await reaches(id, 'Publishing', ({ status }) => status === 'published');
    expect(standing('Comment')).toEqual([post.body, firstComment]);
    const [first, second] = x.links!().slice(-2);
    expect(second).toMatchObject({ parent: first!.id });
    expect(done.externalId).toBe(first!.id);
    const thread = { ...post, platformSpecific: { thread: [firstComment] } };
    expect(
      await herald.api('POST', '/api/v1/distributions', {
        ...thread,
        status: 'scheduled',
        scheduledFor: new Date(Date.now() + 60_000).toISOString(),
      }),
    ).toMatchObject({ status: 409, body: { code: 'duplicate_content' } });
  });
});

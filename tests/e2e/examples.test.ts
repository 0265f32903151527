import { afterAll, beforeAll, expect, it } from 'vitest';
import { exampleDay, exampleIds } from '../../shared/kernel/requests/example-values.ts';
import { type FeedServer, startFeedServer } from '../doubles/feed-server.ts';
import { type Herald, type Json, startHerald } from '../support/herald.ts';

interface Example {
  operationId: string;
  method: string;
  path: string;
  body: unknown;
  contentType: string | undefined;
}

/** Each operation with the example that the document gives of its path, its query and its body. */
function examplesOf(document: Json): Example[] {
  return Object.entries(document.paths as Json).flatMap(([path, methods]) =>
    Object.entries(methods as Json).map(([method, { operationId, parameters = [], requestBody }]: [string, Json]) => {
      const exampleOf = (place: string): [string, string][] =>
        parameters
          .filter((one: Json) => one.in === place && one.schema.example !== undefined)
          .map((one: Json) => [one.name, String(one.schema.example)]);
      const filled = exampleOf('path').reduce(
        (so, [name, value]) => so.replace(`{${name}}`, encodeURIComponent(value)),
        path,
      );
      const query = new URLSearchParams(exampleOf('query')).toString();
      const [contentType, media] = Object.entries<Json>(requestBody?.content ?? {})[0] ?? [];
      return {
        operationId,
        method: method.toUpperCase(),
        path: query === '' ? filled : `${filled}?${query}`,
        body: media?.example as unknown,
        contentType,
      };
    }),
  );
}

/** What an example cannot reach as things stand: with the code that the document states. */
const refused: Record<string, string> = {
  approveDistribution: 'illegal_move',
  rejectDistribution: 'illegal_move',
  retryDistribution: 'illegal_move',
  resolveDistribution: 'illegal_move',
  archiveDistribution: 'illegal_move',
};

/** Reads come before what changes things, and what ends things comes last. */
const ORDER = ['GET', 'PATCH', 'POST', 'DELETE'];
const LATE = ['disconnectPlatform', 'deleteContent'];

let herald: Herald;
let feed: FeedServer;

beforeAll(async () => {
  [herald, feed] = await Promise.all([startHerald(), startFeedServer()]);
});
afterAll(() => Promise.all([herald?.close(), feed?.close()]));

it('of each operation the document gives an example that works, or is refused as it states', async () => {
  const document = (await herald.api('GET', '/api/v1/openapi.json')).body;
  const made = async (path: string, body: object | string, headers = {}) => {
    const answer = await herald.api('POST', `/api/v1/${path}`, body, headers);
    if (answer.status > 202) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const real = async (): Promise<[string, string][]> => {
    const platformId = await herald.connect();
    const slot = { platformId, timezone: 'UTC' };
    const rule = { ...slot, date: exampleDay('05-01'), time: '07:00', recurrence: 'weekly' };
    await made('calendar/slots', { ...slot, date: exampleDay('03-02'), time: '08:00' });
    const link = await made('calendar/links', {});
    const post = { platformId, scheduledFor: `${exampleDay('04-02')}T09:00:00Z` };
    const file = JSON.stringify({ platformId, body: 'Of a file.' });
    const ids: Record<keyof typeof exampleIds, string> = {
      platforms: platformId,
      distributions: (await made('distributions', { ...post, body: `Of ${platformId}.` })).id,
      contents: (await made('contents', { body: 'A content.' })).id,
      'cross-posts': (
        await made('cross-posts', {
          content: { body: 'All.' },
          platforms: [post],
          ...{ scheduledFor: post.scheduledFor },
        })
      ).id,
      rules: (await made('calendar/slots', rule)).rules[0].id,
      links: link.id,
      imports: (await made('imports', file, { 'content-type': 'application/x-ndjson' })).id,
      feeds: (await made('feeds', { url: feed.feed, platformIds: [platformId] })).id,
      series: (
        await made('series', {
          ...{ platformId, body: 'Again.', date: exampleDay('06-01'), time: '09:00', timezone: 'UTC' },
          repeat: { rrule: 'FREQ=DAILY;COUNT=9' },
        })
      ).id,
      'api-keys': (await made('api-keys', { name: 'Key', scopes: ['read'] })).id,
    };
    const token = new URL(link.url).searchParams.get('token')!;
    const entries = Object.entries(ids).map(([name, id]): [string, string] => [
      exampleIds[name as keyof typeof exampleIds],
      id,
    ]);
    return [[`${exampleIds.links}_${'0'.repeat(64)}`, token], ...entries, ['https://blog.example', feed.url]];
  };

  const rank = ({ operationId, method }: Example) => ORDER.indexOf(method) + (LATE.includes(operationId) ? 9 : 0);
  const examples = examplesOf(document).sort((one, other) => rank(one) - rank(other));
  let things = await real();
  const outcomes: Record<string, string> = {};
  for (const { operationId, method, path, body, contentType } of examples) {
    // What changes a thing gets one that nothing else has changed.
    if (method !== 'GET' && path.includes(exampleIds.distributions.slice(0, 8))) things = await real();
    const withReal = (text: string) => things.reduce((so, [example, id]) => so.replaceAll(example, id), text);
    const said = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await herald.api(
      method,
      withReal(path),
      said === undefined ? undefined : withReal(said),
      contentType === undefined ? {} : { 'content-type': contentType },
    );
    outcomes[operationId] = answer.status < 300 ? 'works' : answer.body.code;
  }
  const expected = Object.keys(outcomes).map((id) => [id, refused[id] ?? 'works']);
  expect(outcomes).toEqual(Object.fromEntries(expected));
  expect(Object.keys(outcomes).length).toBe(examples.length);
});

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
  resumeCrossPost: 'illegal_move',
  resumeSeries: 'illegal_move',
  disconnectPlatform: 'platform_in_use',
};

/** Reads come before what changes things, and what ends things comes last. */
const ORDER = ['GET', 'PATCH', 'POST', 'DELETE'];
const LATE = ['disconnectPlatform'];

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
  const platformId = await herald.connect();
  const scheduledFor = `${exampleDay('04-02')}T09:00:00Z`;
  const slot = { platformId, timezone: 'UTC' };
  const rule = { ...slot, date: exampleDay('05-01'), recurrence: 'weekly' };
  const repeat = { date: exampleDay('06-01'), timezone: 'UTC', repeat: { rrule: 'FREQ=DAILY;COUNT=9' } };
  let count = 0;
  const time = () => `${10 + (count % 12)}:${10 + (count % 50)}`;
  const makers: Record<keyof typeof exampleIds, () => Promise<string>> = {
    platforms: async () => platformId,
    distributions: async () => (await made('distributions', { platformId, body: `Post ${count}`, scheduledFor })).id,
    contents: async () => (await made('contents', { body: 'A content.' })).id,
    'cross-posts': async () => {
      const content = { body: `Cross-post ${count}` };
      return (await made('cross-posts', { content, platforms: [{ platformId }], scheduledFor })).id;
    },
    rules: async () => (await made('calendar/slots', { ...rule, time: time() })).rules[0].id,
    links: async () => (await made('calendar/links', {})).id,
    imports: async () => {
      const file = JSON.stringify({ platformId, body: 'Of a file.' });
      return (await made('imports', file, { 'content-type': 'application/x-ndjson' })).id;
    },
    feeds: async () => (await made('feeds', { url: feed.feed, platformIds: [platformId] })).id,
    series: async () => (await made('series', { platformId, body: 'Again.', time: time(), ...repeat })).id,
    'api-keys': async () => (await made('api-keys', { name: 'Key', scopes: ['read'] })).id,
  };
  const kinds = Object.keys(makers) as (keyof typeof exampleIds)[];
  const ids = new Map<string, string>();
  for (const kind of kinds) ids.set(exampleIds[kind], await makers[kind]());
  await made('calendar/slots', { ...slot, date: exampleDay('03-02'), time: '08:00' });
  const token = new URL((await made('calendar/links', {})).url).searchParams.get('token')!;
  const withReal = (text: string) =>
    [
      [`${exampleIds.links}_${'0'.repeat(64)}`, token] as const,
      ...ids,
      ['https://blog.example', feed.url] as const,
    ].reduce((so, [example, real]) => so.replaceAll(example, real), text);

  const rank = ({ operationId, method }: Example) => ORDER.indexOf(method) + (LATE.includes(operationId) ? 9 : 0);
  const examples = examplesOf(document).sort((one, other) => rank(one) - rank(other));
  const outcomes: Record<string, string> = {};
  for (const { operationId, method, path, body, contentType } of examples) {
    count += 1;
    // What changes a thing gets one that nothing else has changed.
    const own = kinds.find((kind) => method !== 'GET' && kind !== 'platforms' && path.includes(exampleIds[kind]));
    if (own !== undefined) ids.set(exampleIds[own], await makers[own]());
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

import http from 'node:http';
import { serveParent } from './serve-parent.ts';

/** Whom to call. Herald and the peer have the same paths. */
export interface Target {
  url: string;
  apiKey: string;
}

export interface NewPost {
  platformId: string;
  title: string;
  body: string;
  scheduledFor: string;
}

interface Measured {
  target: Target;
  platformId: string;
  /** The posts are planned for the time from here on, in milliseconds. */
  from: number;
  requests: number;
}

const POSTS_PATH = '/api/v1/distributions';
const LIST_PATH = `${POSTS_PATH}?limit=20`;
const agent = new http.Agent({ keepAlive: true });
let planned = 0;

const operations = {
  /** Schedules each post with its tenant's key, several at a time. */
  schedule: ({ url, posts, callers }: { url: string; posts: (NewPost & { apiKey: string })[]; callers: number }) =>
    share(posts, callers, async ({ apiKey, ...post }) => void (await call({ url, apiKey }, 'POST', POSTS_PATH, post))),

  /** One caller, one request after another, warm: how long each takes, in milliseconds. */
  latency: async (measured: Measured) => {
    const { target, requests } = measured;
    const steps = {
      schedule: () => plan(measured),
      read: (index: number) => call(target, 'GET', `${POSTS_PATH}/${ids[index % ids.length]}`),
      list: () => call(target, 'GET', LIST_PATH),
    };
    const ids: string[] = [];
    const warmUp = Math.max(20, Math.round(requests / 5));
    const times = { schedule: [] as number[], read: [] as number[], list: [] as number[] };
    for (const [name, step] of Object.entries(steps)) {
      for (let index = -warmUp; index < requests; index += 1) {
        const start = performance.now();
        const { id } = await step(Math.abs(index));
        if (index >= 0) times[name as keyof typeof times].push(performance.now() - start);
        if (name === 'schedule') ids.push(id);
      }
    }
    return times;
  },

  /** Several callers at once; each plans a post, reads it, lists posts and reads it again. @returns requests a second */
  throughput: async ({ callers, ...measured }: Measured & { callers: number }) => {
    const { target, requests } = measured;
    const rounds = Array.from({ length: Math.ceil(requests / 4) }, (_, index) => index);
    const start = performance.now();
    await share(rounds, callers, async () => {
      const { id } = await plan(measured);
      await call(target, 'GET', `${POSTS_PATH}/${id}`);
      await call(target, 'GET', LIST_PATH);
      await call(target, 'GET', `${POSTS_PATH}/${id}`);
    });
    return (rounds.length * 4 * 1000) / (performance.now() - start);
  },
};

export type LoadOperations = typeof operations;

serveParent(operations);

function plan({ target, platformId, from }: Measured) {
  planned += 1;
  const title = `Load, number ${planned}`;
  const scheduledFor = new Date(from + planned * 1000).toISOString();
  return call(target, 'POST', POSTS_PATH, {
    platformId,
    title,
    body: `${title}. `.padEnd(200, 'More. '),
    scheduledFor,
  });
}

async function share<Item>(items: Item[], callers: number, work: (item: Item) => Promise<void>): Promise<void> {
  const left = items[Symbol.iterator]();
  const caller = async () => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: callers }, caller));
}

/** Node's plain client: on a small machine the one who measures must be light. @throws where the answer is no success */
function call({ url, apiKey }: Target, method: string, path: string, body?: object): Promise<{ id: string }> {
  const content = body && JSON.stringify(body);
  const headers = {
    authorization: `Bearer ${apiKey}`,
    ...(content && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(content) }),
  };
  return new Promise((resolve, reject) => {
    const request = http.request(`${url}${path}`, { method, headers, agent }, async (response) => {
      let text = '';
      for await (const chunk of response.setEncoding('utf8')) text += chunk;
      if (response.statusCode! < 300) resolve(JSON.parse(text));
      else reject(new Error(`A request of the benchmark was answered ${response.statusCode}: ${text}`));
    });
    request.on('error', reject);
    request.end(content);
  });
}

import type { Answer, Herald, Json } from './herald.ts';

/** Accounts and posts, as most tests need them. What is refused throws with the whole answer. */
export interface Posts {
  /** Connects an account, of the sandbox unless `platform` says otherwise. @returns its id */
  connect(platform?: object): Promise<string>;
  /** Creates a post. */
  schedule(post: object): Promise<Json>;
  read(id: string): Promise<Json>;
  /** The types of its events, oldest first. */
  story(id: string): Promise<string[]>;
  /** Waits until the post has a status, and is as `more` wants it. */
  reaches(id: string, status: string, more?: (post: Json) => boolean): Promise<Json>;
  published(id: string): Promise<Json>;
  /** The posts on the sandbox network: all, or those with one text. */
  onSandbox(text?: string): Promise<Json[]>;
}

/** A moment so many seconds from now, by the cloud's clock. */
export const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

export function postsOf({ api, until }: Pick<Herald, 'api' | 'until'>): Posts {
  const reaches: Posts['reaches'] = (id, status, more = () => true) =>
    until(`/api/v1/distributions/${id}`, (post) => post.status === status && more(post), `${status} of post ${id}`);
  return {
    connect: async (platform = {}) =>
      made(await api('POST', '/api/v1/platforms', { kind: 'sandbox', name: 'Sandbox', ...platform })).id,
    schedule: async (post) => made(await api('POST', '/api/v1/distributions', post)),
    read: async (id) => (await api('GET', `/api/v1/distributions/${id}`)).body,
    story: async (id) =>
      (await api('GET', `/api/v1/distributions/${id}/events?limit=100`)).body.items.map(({ type }: Json) => type),
    reaches,
    published: (id) => reaches(id, 'published'),
    onSandbox: async (text) => {
      const { items } = (await api('GET', '/sandbox/v1/posts?limit=100')).body;
      return text === undefined ? items : items.filter((post: Json) => post.text === text);
    },
  };
}

function made({ status, body }: Answer): Json {
  if (status !== 201) throw new Error(`The answer was ${status} instead of 201: ${JSON.stringify(body)}`);
  return body;
}

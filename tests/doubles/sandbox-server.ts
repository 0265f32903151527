import { type DoubleAnswer, type DoubleRequest, startDouble } from './http-double.ts';
import { type PlatformDouble, parseJson } from './platform-double.ts';

interface SandboxPost {
  id: string;
  url: string;
  createdAt: string;
  sent: Record<string, unknown>;
}

const FIELDS = new Set(['text', 'title', 'mediaUrls', 'linkUrl', 'reference', 'behaviour']);

/** A stand-in for the stack's own sandbox network, with the same wire. */
export async function startSandboxServer(
  apiKey = 'sandbox-key-0123456789',
): Promise<PlatformDouble & { apiKey: string }> {
  const posts: SandboxPost[] = [];
  let count = 0;

  const create = (request: DoubleRequest): DoubleAnswer => {
    const sent = parseJson(request, (detail) => problem(400, 'invalid_request', detail));
    const unknown = Object.keys(sent).find((key) => !FIELDS.has(key));
    if (unknown !== undefined) return problem(422, 'unknown_field', `There is no field ${unknown}.`);
    const { text, reference } = sent;
    if (typeof reference !== 'string') return problem(422, 'reference_required', 'A reference is required.');
    if (typeof text !== 'string' || text === '') return problem(422, 'text_required', 'A text is required.');
    if ([...new Intl.Segmenter().segment(text)].length > 500)
      return problem(422, 'text_too_long', 'At most 500 characters.');
    const first = posts.find((post) => post.sent.reference === reference);
    if (first !== undefined) return { status: 200, body: shown(first) };
    count++;
    const id = `p${count}`;
    const post = { id, url: `${double.url}/sandbox/posts/${id}`, createdAt: new Date().toISOString(), sent };
    posts.push(post);
    return { status: 201, body: shown(post) };
  };

  const double = await startDouble((request) => {
    if (request.headers.authorization !== `Bearer ${apiKey}`) return unauthorized;
    const { method, url } = request;
    const path = url.pathname.replace('/sandbox/v1', '');
    if (method === 'GET' && path === '/me') {
      return { status: 200, body: { accountId: 'acc-1', accountName: 'Sandbox account', followersCount: 1234 } };
    }
    if (method === 'POST' && path === '/posts') return create(request);
    if (method === 'GET' && path === '/posts') {
      const items = posts.filter((post) => post.sent.reference === url.searchParams.get('reference'));
      return { status: 200, body: { items: items.map(shown) } };
    }
    if (method === 'DELETE') {
      const index = posts.findIndex((post) => path === `/posts/${post.id}`);
      if (index === -1) return problem(404, 'not_found', 'There is no such post.');
      posts.splice(index, 1);
      return { status: 204 };
    }
    if (method === 'GET' && path === '/metrics') {
      const ids = (url.searchParams.get('ids') ?? '').split(',');
      const items = posts.filter(({ id }) => ids.includes(id)).map(({ id }) => ({ id, ...figures }));
      return { status: 200, body: { items } };
    }
    return problem(404, 'not_found', 'There is no such route.');
  });

  return {
    ...double,
    apiKey,
    get posts() {
      return posts.map(({ sent }) => sent);
    },
    leftovers: () => [],
    isPublish: ({ method, url }) => method === 'POST' && url.pathname.endsWith('/posts'),
    answers: {
      rateLimited: (resetAt) => ({
        ...problem(429, 'rate_limited', 'Too many posts.'),
        headers: {
          'retry-after': String(Math.ceil((resetAt - Date.now()) / 1000)),
          'content-type': 'application/problem+json',
        },
      }),
      serverError: () => problem(500, 'server_error', `Something broke while handling Bearer ${apiKey}.`),
      unauthorized,
      rejected: problem(422, 'rejected', 'The sandbox rejects this post.'),
    },
  };
}

const figures = {
  impressions: 1000,
  reach: 800,
  engagements: 60,
  clicks: 20,
  shares: 5,
  comments: 10,
  likes: 25,
  saves: null,
};
const unauthorized = problem(401, 'unauthorized', 'The API key is not valid.');

function shown({ id, url, createdAt }: SandboxPost) {
  return { id, url, createdAt };
}

function problem(status: number, code: string, detail: string): DoubleAnswer {
  const body = JSON.stringify({ type: `https://herald.example/problems/${code}`, title: code, status, code, detail });
  return { status, headers: { 'content-type': 'application/problem+json' }, body };
}

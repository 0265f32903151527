import { type DoubleAnswer, type DoubleRequest, startDouble } from './http-double.ts';
import { type PlatformDouble, parseJson } from './platform-double.ts';
import { SandboxContainers } from './sandbox-containers.ts';
import { checkFields, problem, type SandboxDoublePost } from './sandbox-rules.ts';

export type SandboxDouble = PlatformDouble & { apiKey: string };
type Way = 'reference' | 'container' | 'blind';

/** A stand-in for the stack's own sandbox network, with the same wire. */
export const startSandboxServer = (apiKey?: string) => start('reference', apiKey);
/** The same, where posts come from containers only. */
export const startSandboxContainerServer = (apiKey?: string) => start('container', apiKey);
/** The same, where posts carry no reference. */
export const startSandboxBlindServer = (apiKey?: string) => start('blind', apiKey);

async function start(way: Way, apiKey = 'sandbox-key-0123456789'): Promise<SandboxDouble> {
  const posts: SandboxDoublePost[] = [];
  let count = 0;

  const addPost = (sent: Record<string, unknown>): SandboxDoublePost => {
    const id = `p${++count}`;
    const post = { id, url: `${double.url}/sandbox/v1/posts/${id}`, createdAt: new Date().toISOString(), sent };
    posts.push(post);
    return post;
  };
  const containers = new SandboxContainers(addPost);

  const create = (request: DoubleRequest): DoubleAnswer => {
    const sent = parseJson(request, (detail) => problem(400, 'invalid_request', detail));
    checkFields(sent, way === 'reference' ? ['reference', 'replyTo'] : ['replyTo']);
    const { reference, replyTo } = sent;
    if (way === 'reference' && typeof reference !== 'string')
      return problem(422, 'reference_required', 'A reference is required.');
    if (replyTo !== undefined && !posts.some(({ id }) => id === replyTo))
      return problem(422, 'content_invalid', `There is no post ${replyTo} to answer to.`);
    const first = posts.find((post) => reference !== undefined && post.sent.reference === reference);
    return first === undefined ? { status: 201, body: shown(addPost(sent)) } : { status: 200, body: shown(first) };
  };

  const double = await startDouble((request) => {
    if (request.headers.authorization !== `Bearer ${apiKey}`) return unauthorized;
    const { method, url } = request;
    const path = url.pathname.replace('/sandbox/v1', '');
    if (method === 'GET' && path === '/me') {
      return { status: 200, body: { accountId: 'acc-1', accountName: 'Sandbox account', followersCount: 1234 } };
    }
    if (path.startsWith('/containers') && way === 'container') return containers.answer(request, path);
    if (method === 'POST' && path === '/posts' && way !== 'container') return create(request);
    if (method === 'GET' && path === '/posts' && way === 'reference') {
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
    links: () => posts.map(({ id, sent }) => ({ id, parent: sent.replyTo as string | undefined })),
    leftovers: () => containers.unpublished(),
    isPublish: ({ method, url }) =>
      method === 'POST' && (way === 'container' ? /\/publish$/ : /\/posts$/).test(url.pathname),
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

function shown({ id, url, createdAt }: SandboxDoublePost) {
  return { id, url, createdAt };
}

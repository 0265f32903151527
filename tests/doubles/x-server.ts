import { type DoubleAnswer, type DoubleRequest, startDouble } from './http-double.ts';
import { isSigned, type OAuth1Keys } from './oauth1.ts';
import { type PlatformDouble, parseJson } from './platform-double.ts';
import { answer, checkPost, invalid, parentOf, type XPost } from './x-rules.ts';
import { XUploads } from './x-uploads.ts';

const SNOWFLAKE_EPOCH_MS = 1_288_834_974_657;
const WINDOW_SECONDS = 900;
const USER_ID = '2244994945';

export interface XDouble extends PlatformDouble {
  keys: OAuth1Keys;
  /** The OAuth 2 tokens that are valid now. A refresh token works once. */
  tokens: { clientId: string; clientSecret: string; accessToken: string; refreshToken: string };
  /** From now on the OAuth 2 access token is refused; its refresh token is taken. */
  endAccess(): void;
  /** Ids of the posts, oldest first. */
  ids(): string[];
  /** Changes a post's time as its id tells it, e.g. to make it older than private figures are shown. */
  addPost(text: string, createdAt: number, more?: Record<string, unknown>): string;
  altTexts(): (string | undefined)[];
}

/**
 * A stand-in for X's API v2. With `takesDuplicates` it takes the same text twice, as X itself does after a while: then
 * nothing but its client keeps a post from standing there twice.
 */
export async function startXServer({ takesDuplicates = false } = {}): Promise<XDouble> {
  const keys = {
    apiKey: 'x-api-key-1',
    apiSecret: 'x-api-secret-1',
    accessToken: '2244994945-token',
    accessSecret: 'x-access-secret',
  };
  const tokens = {
    clientId: 'client-one',
    clientSecret: 'client-secret-one',
    accessToken: 'oauth2-access-0',
    refreshToken: 'oauth2-refresh-0',
  };
  const uploads = new XUploads();
  const posts: XPost[] = [];
  let serial = 0;

  const newId = (at: number) => String((BigInt(at - SNOWFLAKE_EPOCH_MS) << 22n) + BigInt(++serial));

  const createPost = (request: DoubleRequest): DoubleAnswer => {
    const sent = parseJson(request, invalid);
    const { text, media } = checkPost(sent, uploads.byId, posts, takesDuplicates);
    const id = newId(Date.now());
    posts.push({ id, createdAt: new Date().toISOString(), sent, text, media });
    return { status: 201, body: { data: { id, text: shortened(text), edit_history_tweet_ids: [id] } } };
  };

  const timeline = ({ searchParams }: URL): DoubleAnswer => {
    const since = Date.parse(searchParams.get('start_time') ?? '1970-01-01');
    const limit = Number(searchParams.get('max_results') ?? 10);
    if (limit < 5 || limit > 100) return invalid('max_results must be between 5 and 100');
    const from = Number(searchParams.get('pagination_token') ?? 0);
    const found = posts.filter((post) => Date.parse(post.createdAt) >= since).reverse();
    const page = found.slice(from, from + limit);
    const next = from + limit < found.length ? { next_token: String(from + limit) } : {};
    const meta = { result_count: page.length, ...next };
    const withParents = (searchParams.get('tweet.fields') ?? '').split(',').includes('referenced_tweets');
    const data = page.map((post) => ({ ...shownPost(post), ...(withParents && referenced(post)) }));
    return { status: 200, body: page.length === 0 ? { meta } : { data, meta } };
  };

  const lookUp = ({ searchParams }: URL): DoubleAnswer => {
    const ids = (searchParams.get('ids') ?? '').split(',');
    if (ids.length > 100) return invalid('ids holds more than 100 items');
    const wantsPrivate = (searchParams.get('tweet.fields') ?? '').includes('non_public_metrics');
    const data: unknown[] = [];
    const errors: unknown[] = [];
    for (const id of ids) {
      const post = posts.find((one) => one.id === id);
      const old = post !== undefined && Date.now() - Date.parse(post.createdAt) > 30 * 86_400_000;
      if (post === undefined)
        errors.push({
          resource_id: id,
          title: 'Not Found Error',
          type: 'https://api.x.com/2/problems/resource-not-found',
        });
      else if (old && wantsPrivate)
        errors.push({ resource_id: id, type: 'https://api.x.com/2/problems/not-authorized-for-field' });
      else
        data.push({
          id,
          text: post.text,
          public_metrics: publicMetrics,
          ...(wantsPrivate && { non_public_metrics: privateMetrics }),
        });
    }
    return { status: 200, body: { ...(data.length > 0 && { data }), ...(errors.length > 0 && { errors }) } };
  };

  const refreshTokens = (request: DoubleRequest): DoubleAnswer => {
    if (!(request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded'))
      return invalid('The token endpoint takes a form');
    const form = new URLSearchParams(request.body.toString());
    const basic = Buffer.from(`${tokens.clientId}:${tokens.clientSecret}`).toString('base64');
    const known = request.headers.authorization === `Basic ${basic}` && form.get('grant_type') === 'refresh_token';
    if (!known || form.get('refresh_token') !== tokens.refreshToken) {
      return {
        status: 400,
        body: { error: 'invalid_request', error_description: 'Value passed for the token was invalid.' },
      };
    }
    serial++;
    Object.assign(tokens, { accessToken: `oauth2-access-${serial}`, refreshToken: `oauth2-refresh-${serial}` });
    const body = {
      token_type: 'bearer',
      expires_in: 7200,
      access_token: tokens.accessToken,
      refresh_token: tokens.refreshToken,
      scope: 'tweet.write',
    };
    return { status: 200, body };
  };

  const route = (request: DoubleRequest): DoubleAnswer => {
    const { method, url } = request;
    if (method === 'POST' && url.pathname === '/2/oauth2/token') return refreshTokens(request);
    if (request.headers.authorization !== `Bearer ${tokens.accessToken}` && !isSigned(request, keys))
      return unauthorized;
    const [, , one = '', two = '', three = '', four = ''] = url.pathname.split('/');
    switch (`${method} ${one}`) {
      case 'POST tweets':
        return createPost(request);
      case 'GET tweets':
        return lookUp(url);
      case 'DELETE tweets': {
        const index = posts.findIndex(({ id }) => id === two);
        if (index === -1) return answer(404, 'Not Found', 'Not Found', 'about:blank');
        posts.splice(index, 1);
        return { status: 200, body: { data: { deleted: true } } };
      }
      case 'GET users':
        if (two === 'me')
          return {
            status: 200,
            body: {
              data: { id: USER_ID, name: 'An account', username: 'account', public_metrics: { followers_count: 321 } },
            },
          };
        return two === USER_ID ? timeline(url) : invalid('The user is another');
      case 'POST media':
        if (two === 'metadata') return uploads.describe(request);
        return three === 'initialize' ? uploads.initialize(request) : uploads.step(request, three, four);
      default:
        return answer(404, 'Not Found', 'There is no such path.', 'about:blank');
    }
  };

  const double = await startDouble((request) => {
    const reset = Math.ceil(Date.now() / 1000) + WINDOW_SECONDS;
    const made = route(request);
    return {
      ...made,
      headers: {
        'x-rate-limit-limit': '100',
        'x-rate-limit-remaining': '99',
        'x-rate-limit-reset': String(reset),
        ...made.headers,
      },
    };
  });

  return {
    ...double,
    keys,
    tokens,
    get posts() {
      return posts.map(({ sent }) => sent);
    },
    links: () => posts.map(({ id, sent }) => ({ id, parent: parentOf(sent) })),
    endAccess: () => {
      tokens.accessToken = `ended-${++serial}`;
    },
    ids: () => posts.map(({ id }) => id),
    altTexts: () => [...uploads.byId.values()].map(({ altText }) => altText),
    addPost(text, createdAt, more = {}) {
      const id = newId(createdAt);
      posts.push({ id, createdAt: new Date(createdAt).toISOString(), sent: { text, ...more }, text, media: [] });
      return id;
    },
    // Unused uploads vanish by themselves.
    leftovers: () => [],
    isPublish: ({ method, url }) => method === 'POST' && url.pathname === '/2/tweets',
    answers: {
      rateLimited: (resetAt) => {
        const limited = answer(429, 'Too Many Requests', 'Too Many Requests', 'about:blank');
        const headers = {
          'x-rate-limit-limit': '100',
          'x-rate-limit-remaining': '0',
          'x-rate-limit-reset': String(Math.ceil(resetAt / 1000)),
        };
        return { ...limited, headers: { ...limited.headers, ...headers } };
      },
      serverError: () =>
        answer(
          503,
          'Service Unavailable',
          `Could not serve ${Object.values(keys).join(' ')} ${tokens.accessToken}`,
          'about:blank',
        ),
      unauthorized,
      rejected: invalid('One or more parameters to your request was invalid.'),
    },
  };
}

const unauthorized = answer(401, 'Unauthorized', 'Unauthorized', 'about:blank');
const publicMetrics = {
  retweet_count: 3,
  reply_count: 4,
  like_count: 5,
  quote_count: 1,
  bookmark_count: 2,
  impression_count: 100,
};
const privateMetrics = { engagements: 17, url_link_clicks: 6, user_profile_clicks: 7, impression_count: 100 };

function shownPost({ id, createdAt, text, media }: XPost) {
  const links = media.length > 0 ? ' https://t.co/media00001' : '';
  return {
    id,
    created_at: createdAt,
    text: escaped(shortened(text)) + links,
    entities: { urls: linksIn(text).map((link, index) => ({ url: short(index), expanded_url: link })) },
    ...(media.length > 0 && { attachments: { media_keys: media.map(({ key }) => key) } }),
  };
}

function referenced({ sent }: XPost) {
  const id = parentOf(sent);
  return id === undefined ? {} : { referenced_tweets: [{ type: 'replied_to', id }] };
}

function linksIn(text: string): string[] {
  return text.match(/https?:\/\/\S+/g) ?? [];
}

function shortened(text: string): string {
  return linksIn(text).reduce((so, link, index) => so.replace(link, short(index)), text);
}

function short(index: number): string {
  return `https://t.co/abcdefgh${index}`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

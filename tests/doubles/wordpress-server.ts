import { type DoubleAnswer, type DoubleRequest, startDouble } from './http-double.ts';
import { type PlatformDouble, parseJson } from './platform-double.ts';
import { checkPostFields, refusal, slugOf, type WordpressMedia, type WordpressPost } from './wordpress-rules.ts';
import { startTerms, type WordpressTerms } from './wordpress-terms.ts';

interface Options {
  username?: string;
  appPassword?: string;
  /** `off`: the site has no permalinks, so the API is below `?rest_route=/`. */
  permalinks?: 'on' | 'off';
  capabilities?: Record<string, boolean>;
  trash?: boolean;
  /** Whether the user may make categories: editors may, authors may not. Tags are everybody's. */
  mayCreateCategories?: boolean;
}

export interface WordpressDouble extends PlatformDouble {
  username: string;
  appPassword: string;
  media: WordpressMedia[];
  terms: WordpressTerms;
  drafts(): WordpressPost[];
  comment(postId: string): void;
}

/** A stand-in for a WordPress site's REST API. */
export async function startWordpressServer(options: Options = {}): Promise<WordpressDouble> {
  const {
    username = 'editor',
    appPassword = 'abcd efgh ijkl mnop qrst uvwx',
    permalinks = 'on',
    trash = true,
    mayCreateCategories = true,
  } = options;
  const capabilities = options.capabilities ?? { publish_posts: true, upload_files: true, edit_posts: true };
  const posts: WordpressPost[] = [];
  const media: WordpressMedia[] = [];
  const comments = new Map<number, number>();
  let lastId = 10;
  const terms = startTerms(() => ++lastId);

  const isAuthorised = ({ headers }: DoubleRequest) => {
    const [scheme, encoded = ''] = (headers.authorization ?? '').split(' ');
    const given = Buffer.from(encoded, 'base64').toString().replaceAll(' ', '');
    return scheme === 'Basic' && given === `${username}:${appPassword}`.replaceAll(' ', '');
  };

  const writePost = (request: DoubleRequest, existing?: WordpressPost): DoubleAnswer => {
    const sent = parseJson(request, (message) => refusal(400, 'rest_invalid_json', message));
    checkPostFields(sent);
    if (!media.some(({ id }) => id === sent.featured_media)) delete sent.featured_media;
    for (const list of ['categories', 'tags']) {
      // Ids that the site does not have are dropped without a word, as are images.
      if (Array.isArray(sent[list])) sent[list] = sent[list].filter((id) => terms.has(list, id));
    }
    const title = String(sent.title ?? existing?.title ?? '');
    const post = existing ?? { id: ++lastId, slug: '', status: 'draft', date: null, title, sent: {} };
    Object.assign(post.sent, sent);
    post.title = title;
    post.status = String(sent.status ?? post.status);
    post.slug = String(sent.slug ?? post.slug);
    if (post.status === 'publish') {
      post.date ??= new Date().toISOString().slice(0, 19);
      if (post.slug === '') post.slug = slugOf(title) || String(post.id);
      post.slug = uniqueSlug(post);
    }
    if (existing === undefined) posts.push(post);
    return { status: existing === undefined ? 201 : 200, body: shown(post) };
  };

  /** Whether no public post shows the upload. */
  const isUnused = ({ id, source_url }: WordpressMedia) =>
    !posts.some(
      ({ status, sent }) =>
        status === 'publish' && (sent.featured_media === id || String(sent.content ?? '').includes(source_url)),
    );

  /** Only public posts compete for a slug: the second becomes `name-2`, without a word. */
  const uniqueSlug = (post: WordpressPost): string => {
    const taken = new Set(
      posts.filter((other) => other !== post && other.status === 'publish').map(({ slug }) => slug),
    );
    let slug = post.slug;
    for (let number = 2; taken.has(slug); number++) slug = `${post.slug}-${number}`;
    return slug;
  };

  const shown = ({ id, slug, status, date, title, sent }: WordpressPost) => ({
    id,
    slug,
    status,
    date_gmt: date,
    link: status === 'publish' ? `${double.url}/${slug}/` : `${double.url}/?p=${id}`,
    title: { raw: title, rendered: title },
    content: { raw: sent.content ?? '', rendered: sent.content ?? '' },
    featured_media: sent.featured_media ?? 0,
    categories: sent.categories ?? [1],
    tags: sent.tags ?? [],
  });

  const upload = async ({ headers, body }: DoubleRequest): Promise<DoubleAnswer> => {
    const form = await formOf(headers['content-type'] ?? '', body);
    const sent = form?.get('file');
    if (!(sent instanceof File)) return refusal(400, 'rest_upload_no_data', 'No data supplied.');
    if (!/^image\/(jpeg|png|gif|webp)$/.test(sent.type))
      return refusal(500, 'rest_upload_sideload_error', 'Sorry, you are not allowed to upload this file type.');
    const parent = Number(form!.get('post'));
    if (!posts.some(({ id }) => id === parent)) return refusal(400, 'rest_invalid_param', 'Invalid post ID.');
    const id = ++lastId;
    const title = String(form!.get('title') ?? sent.name.replace(/\.\w+$/, ''));
    const file = {
      id,
      slug: slugOf(title),
      source_url: `${double.url}/wp-content/uploads/${sent.name.replace(/\s+/g, '-')}`,
      bytes: Buffer.from(await sent.arrayBuffer()),
      title,
      altText: String(form!.get('alt_text') ?? ''),
      parent,
      date_gmt: new Date().toISOString().slice(0, 19),
    };
    media.push(file);
    return { status: 201, body: shownMedia(file) };
  };

  const remove = (list: { id: number }[], id: number, force: boolean): DoubleAnswer => {
    const index = list.findIndex((one) => one.id === id);
    const found = list[index];
    if (found === undefined) return refusal(404, 'rest_post_invalid_id', 'Invalid post ID.');
    if (!force && (list === media || !trash))
      return refusal(
        501,
        'rest_trash_not_supported',
        "The post does not support trashing. Set 'force=true' to delete.",
      );
    if (force) list.splice(index, 1);
    // As WordPress does it: what was uploaded to the post stays, and belongs to none.
    if (force && list === posts) for (const file of media.filter(({ parent }) => parent === id)) delete file.parent;
    else (found as WordpressPost).status = 'trash';
    return { status: 200, body: { deleted: force, previous: { id } } };
  };

  const listPosts = ({ searchParams }: URL): DoubleAnswer => {
    const statuses = (searchParams.get('status') ?? 'publish').split(',');
    const slug = searchParams.get('slug');
    const include = searchParams.get('include')?.split(',').map(Number);
    const found = posts.filter(
      (post) =>
        statuses.includes(post.status) &&
        (slug === null || post.slug === slug) &&
        (include === undefined || include.includes(post.id)),
    );
    return { status: 200, body: found.map(shown) };
  };

  const route = (request: DoubleRequest, path: string): DoubleAnswer | Promise<DoubleAnswer> => {
    const { method, url } = request;
    const [, , kind = '', idText = '', action] = path.replace(/^\//, '').split('/');
    const id = Number(idText);
    if (path === '/' || path === '')
      return { status: 200, body: { name: 'A site', namespaces: ['oembed/1.0', 'wp/v2'] } };
    if (!isAuthorised(request)) {
      return method === 'POST'
        ? refusal(401, 'rest_cannot_create', 'Sorry, you are not allowed to create posts as this user.')
        : notLoggedIn;
    }
    if (path === '/wp/v2/users/me')
      return { status: 200, body: { id: 1, name: 'An Editor', slug: username, capabilities } };
    if (kind === 'posts' && idText === '') return method === 'POST' ? writePost(request) : listPosts(url);
    if (kind === 'posts') {
      const post = posts.find((one) => one.id === id);
      if (post === undefined) return refusal(404, 'rest_post_invalid_id', 'Invalid post ID.');
      if (method === 'DELETE') return remove(posts, id, url.searchParams.get('force') === 'true');
      return method === 'POST' ? writePost(request, post) : { status: 200, body: shown(post) };
    }
    if (kind === 'media' && idText === '') {
      if (method === 'POST') return upload(request);
      const wanted = Number(url.searchParams.get('parent'));
      return { status: 200, body: media.filter(({ parent }) => parent === wanted).map(shownMedia) };
    }
    if (kind === 'media' && action === 'post-process') {
      const file = media.find((one) => one.id === id);
      return file === undefined
        ? refusal(404, 'rest_post_invalid_id', 'Invalid post ID.')
        : { status: 200, body: shownMedia(file) };
    }
    if (kind === 'media') return remove(media, id, url.searchParams.get('force') === 'true');
    if (kind === 'categories' || kind === 'tags') {
      if (method === 'GET') return terms.list(kind, url.searchParams);
      if (kind === 'categories' && !mayCreateCategories)
        return refusal(403, 'rest_cannot_create', 'Sorry, you are not allowed to create terms in this taxonomy.');
      return terms.create(
        kind,
        parseJson(request, (message) => refusal(400, 'rest_invalid_json', message)),
      );
    }
    if (kind === 'comments') {
      const total = String(comments.get(Number(url.searchParams.get('post'))) ?? 0);
      return { status: 200, headers: { 'x-wp-total': total, 'x-wp-totalpages': total }, body: [] };
    }
    return refusal(404, 'rest_no_route', 'No route was found matching the URL and request method.');
  };

  const double = await startDouble((request) => {
    const restRoute = request.url.searchParams.get('rest_route');
    if (restRoute !== null) return route(request, restRoute);
    if (permalinks === 'on' && request.url.pathname.startsWith('/wp-json'))
      return route(request, request.url.pathname.slice('/wp-json'.length));
    return {
      status: 404,
      headers: { 'content-type': 'text/html' },
      body: '<html><body><h1>Page not found</h1></body></html>',
    };
  });

  return {
    ...double,
    username,
    appPassword,
    media,
    terms,
    get posts() {
      return posts.filter(({ status }) => status === 'publish').map(({ slug, sent }) => ({ ...sent, slug }));
    },
    drafts: () => posts.filter(({ status }) => status === 'draft'),
    leftovers: () => [...posts.filter(({ status }) => status !== 'publish'), ...media.filter(isUnused)],
    comment: (postId) => void comments.set(Number(postId), (comments.get(Number(postId)) ?? 0) + 1),
    isPublish: ({ method, body }) => method === 'POST' && body.includes('"status":"publish"'),
    answers: {
      rateLimited: (resetAt) => ({
        ...refusal(429, 'too_many', 'Slow down.'),
        headers: { 'retry-after': new Date(resetAt).toUTCString() },
      }),
      serverError: (request) => ({
        status: 503,
        headers: { 'content-type': 'text/html' },
        body: `<h1>Error</h1> ${request?.headers.authorization ?? Buffer.from(`${username}:${appPassword}`).toString('base64')} ${appPassword}`,
      }),
      unauthorized: notLoggedIn,
      rejected: refusal(400, 'rest_invalid_param', 'Invalid parameter(s): title', {
        title: 'title is not of type string.',
      }),
    },
  };
}

const notLoggedIn = refusal(401, 'rest_not_logged_in', 'You are not currently logged in.');

function shownMedia({ id, slug, source_url, title = '', altText = '', parent, date_gmt }: WordpressMedia) {
  return {
    id,
    date_gmt,
    slug,
    source_url,
    title: { raw: title },
    alt_text: altText,
    post: parent ?? null,
    media_type: 'image',
  };
}

async function formOf(type: string, body: Buffer): Promise<FormData | undefined> {
  if (!type.startsWith('multipart/form-data')) return undefined;
  return new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
}

import type * as z from 'zod';
import type { PlatformContext } from '../../contract/adapter.ts';
import { PlatformError } from '../../contract/platform-failure.ts';
import { noAnswer } from '../../http/call-failure.ts';
import { isNoRoute, missingRoute, wordpressError } from '../errors.ts';
import type { credentials as credentialsSchema } from '../schemas.ts';
import type { WordpressAnswer } from './judge-answer.ts';

/** The platform's name as error messages say it. */
export const SITE = { platform: 'The WordPress site' };
/** Statuses of something that is deleted already. */
export const GONE = [404, 410] as const;

interface Call {
  method?: 'GET' | 'POST' | 'DELETE';
  query?: Record<string, string>;
  json?: unknown;
  form?: FormData;
  /** Whether the call may publish, so that a lost answer leaves the outcome unknown. */
  visible?: boolean;
  signal?: AbortSignal;
  /** Statuses that are an answer for this call, not a failure. */
  allow?: readonly number[];
}

/**
 * One REST call below `root`, e.g. `wp/v2/posts`.
 * @throws PlatformError for every answer that is neither a success nor allowed
 */
export async function call(
  context: PlatformContext,
  root: string,
  path: string,
  options: Call = {},
): Promise<WordpressAnswer> {
  const answer = await send(context, endpoint(root, path, options.query), options);
  const good = answer.status >= 200 && answer.status < 300 && typeof answer.body === 'object';
  if (good || options.allow?.includes(answer.status)) return answer;
  if (isNoRoute(answer) && (await hasApi(context, root))) throw missingRoute(path, answer);
  throw wordpressError(answer, context.credentials, options.visible ?? false, context.now());
}

/** Whether the API answers. A site that only lacks a route is no reason to ask the user to reconnect. */
async function hasApi(context: PlatformContext, root: string): Promise<boolean> {
  return isRestIndex((await send(context, root, {})).body);
}

const roots = new Map<string, string>();

/**
 * Where the site's REST API is: below `/wp-json/`, or `?rest_route=/` where the site has no permalinks.
 * Remembered per site for the life of this process.
 */
export async function findRoot(context: PlatformContext): Promise<string> {
  const site = siteUrl(context);
  const known = roots.get(site);
  if (known !== undefined) return known;
  for (const candidate of [`${site}/wp-json/`, `${site}/?rest_route=/`]) {
    const answer = await send(context, candidate, {});
    if (answer.status === 401 || answer.status === 429 || answer.status >= 500) {
      throw wordpressError(answer, context.credentials, false, context.now());
    }
    if (!isRestIndex(answer.body)) continue;
    const root = answer.url === '' ? candidate : answer.url;
    if (roots.size >= 500) roots.clear();
    roots.set(site, root);
    return root;
  }
  throw new PlatformError({ class: 'RECONNECT' }, `There is no WordPress REST API at ${new URL(site).host}.`, {
    remedy: "Give the site's own address (with its path, if it is not at the top), and check that its REST API is on.",
    platformCode: 'rest_no_route',
  });
}

function siteUrl({ platform }: PlatformContext): string {
  const given = String(platform.publishConfig.apiUrl);
  return given.replace(/\/+$/, '').replace(/\/wp-json(\/wp\/v2)?$/, '');
}

function isRestIndex(body: unknown): boolean {
  if (typeof body !== 'object' || body === null || !('namespaces' in body)) return false;
  return Array.isArray(body.namespaces) && body.namespaces.includes('wp/v2');
}

function endpoint(root: string, path: string, query: Record<string, string> = {}): string {
  const search = new URLSearchParams(query).toString();
  if (search === '') return root + path;
  // With `?rest_route=` the path itself is in the query.
  return `${root}${path}${root.includes('?') ? '&' : '?'}${search}`;
}

async function send(context: PlatformContext, url: string, options: Call): Promise<WordpressAnswer & { url: string }> {
  const { username, appPassword } = context.credentials as z.infer<typeof credentialsSchema>;
  const headers = new Headers({
    authorization: `Basic ${Buffer.from(`${username}:${appPassword}`).toString('base64')}`,
    accept: 'application/json',
  });
  if (options.json !== undefined) headers.set('content-type', 'application/json');
  const body = options.json !== undefined ? JSON.stringify(options.json) : (options.form ?? null);
  try {
    const signal = options.signal ?? context.signal;
    const response = await context.fetch(url, { method: options.method ?? 'GET', headers, body, signal });
    return {
      status: response.status,
      headers: response.headers,
      body: parse(await response.text()),
      url: response.url,
    };
  } catch (error) {
    throw noAnswer(error, { platform: 'the WordPress site', visible: options.visible ?? false });
  }
}

/** JSON where it is JSON; hosts and firewalls answer with pages. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

import type { PlatformContext } from '../../contract/adapter.ts';
import { PlatformError } from '../../contract/platform-failure.ts';
import { errorCode, wordpressError } from '../errors.ts';
import { indexRedirect } from './index-redirect.ts';
import { NO_ROUTE, type WordpressAnswer } from './judge-answer.ts';
import { send } from './send.ts';
import { siteAddress } from './site-address.ts';

const MAX_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

interface Index extends WordpressAnswer {
  /** Where it was in the end. */
  url: string;
  /** `absent`: the server says that there is nothing. `unclear`: what it says is no word of WordPress. */
  is: 'there' | 'absent' | 'refused' | 'unclear';
}

const roots = new Map<string, string>();

/**
 * Where the site's REST API is: below `/wp-json/`, or `?rest_route=/` where the site has no permalinks.
 * Remembered per site for the life of this process.
 *
 * @throws PlatformError: only what the site says for certain makes a user reconnect; a page that is no index may be gone
 * with the next call
 */
export async function findRoot(context: PlatformContext): Promise<string> {
  const site = siteAddress(String(context.platform.publishConfig.apiUrl));
  const known = roots.get(site);
  if (known !== undefined) return known;
  const own = await readIndex(context, site, `${site}/wp-json/`);
  const index = await orByQuery(context, site, own);
  if (index.is === 'there') {
    if (roots.size >= 500) roots.clear();
    roots.set(site, index.url);
    return index.url;
  }
  if (index.is === 'absent') throw noApi(site);
  throw wordpressError(index, context.credentials, false, context.now());
}

async function orByQuery(context: PlatformContext, site: string, own: Index): Promise<Index> {
  if (own.is === 'there' || own.is === 'refused') return own;
  const other = await readIndex(context, site, `${site}/?rest_route=/`);
  if (other.is === 'there' || other.is === 'refused') return other;
  if (own.is === 'unclear') return own;
  // A site without WordPress answers the second address with its home page.
  return other.status < 300 ? own : other;
}

export async function readIndex(context: PlatformContext, site: string, address: string): Promise<Index> {
  let url = address;
  for (let hops = 0; ; hops++) {
    const answer = await send(context, url, { redirect: 'manual' });
    const location = answer.headers.get('location');
    if (!REDIRECTS.has(answer.status) || location === null || hops === MAX_REDIRECTS) {
      return { ...answer, url, is: judgeIndex(answer) };
    }
    url = indexRedirect(site, url, { location, status: answer.status, credentials: context.credentials });
  }
}

function judgeIndex(answer: WordpressAnswer): Index['is'] {
  const { status, body } = answer;
  if (isRestIndex(body)) return 'there';
  const code = errorCode(answer);
  if (status === 404 || status === 410) return code === undefined || code === NO_ROUTE ? 'absent' : 'refused';
  if (status === 401 || status === 429 || status >= 500) return 'refused';
  return status >= 400 && code !== undefined ? 'refused' : 'unclear';
}

function isRestIndex(body: unknown): boolean {
  if (typeof body !== 'object' || body === null || !('namespaces' in body)) return false;
  return Array.isArray(body.namespaces) && body.namespaces.includes('wp/v2');
}

function noApi(site: string): PlatformError {
  return new PlatformError({ class: 'RECONNECT' }, `There is no WordPress REST API at ${new URL(site).host}.`, {
    remedy: "Give the site's own address (with its path, if it is not at the top), and check that its REST API is on.",
    platformCode: NO_ROUTE,
  });
}

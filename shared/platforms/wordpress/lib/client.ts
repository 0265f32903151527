import type { PlatformContext } from '../../contract/adapter.ts';
import type { PlatformError } from '../../contract/platform-failure.ts';
import { errorCode, missingRoute, wordpressError } from '../errors.ts';
import { readIndex } from './find-root.ts';
import { NO_ROUTE, type WordpressAnswer } from './judge-answer.ts';
import { type Sent, send } from './send.ts';
import { siteAddress } from './site-address.ts';

/** The platform's name as error messages say it. */
export const SITE = { platform: 'The WordPress site' };
/** Statuses of something that is deleted already. */
export const GONE = [404, 410] as const;

interface Call extends Omit<Sent, 'redirect'> {
  query?: Record<string, string>;
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
  if (errorCode(answer) === NO_ROUTE) throw await missing(context, root, path, answer);
  throw wordpressError(answer, context.credentials, options.visible ?? false, context.now());
}

/** A site that only lacks a route is no reason to ask the user to reconnect; one that has lost its whole API is. */
async function missing(
  context: PlatformContext,
  root: string,
  path: string,
  answer: WordpressAnswer,
): Promise<PlatformError> {
  const index = await readIndex(context, siteAddress(String(context.platform.publishConfig.apiUrl)), root);
  if (index.is === 'there') return missingRoute(path, answer);
  return wordpressError(index.is === 'absent' ? answer : index, context.credentials, false, context.now());
}

function endpoint(root: string, path: string, query: Record<string, string> = {}): string {
  const search = new URLSearchParams(query).toString();
  if (search === '') return root + path;
  // With `?rest_route=` the path itself is in the query.
  return `${root}${path}${root.includes('?') ? '&' : '?'}${search}`;
}

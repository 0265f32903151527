import type { AddressPolicy } from '../../platforms/contract/adapter.ts';
import { AddressRefusedError } from '../../platforms/http/address-policy.ts';
import { retryAfter } from '../../platforms/http/retry-after.ts';
import { createSafeFetch } from '../../platforms/http/safe-fetch.ts';
import { decodeFeed } from './decode-feed.ts';
import { FeedFailure } from './feed-failure.ts';

const TIMEOUT_MS = 15_000;
const MAX_BYTES = 5 * 1_048_576;
const MAX_HEADER = 1_000;
const ACCEPT =
  'application/atom+xml, application/rss+xml, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1';

export interface FeedSource {
  url: string;
  /** What the last answer said, so that an unchanged feed is not sent again. */
  etag?: string | undefined;
  lastModified?: string | undefined;
}

export interface FetchedFeed {
  text: string;
  /** The address after redirects, which relative links are relative to. */
  url: string;
  etag: string | undefined;
  lastModified: string | undefined;
}

/**
 * Asks for a feed, once, within the deployment's address policy.
 * @param timeoutMs for all of it, redirects and body
 * @returns undefined where nothing has changed since
 * @throws FeedFailure
 */
export async function fetchFeed(
  source: FeedSource,
  policy: AddressPolicy,
  timeoutMs = TIMEOUT_MS,
): Promise<FetchedFeed | undefined> {
  const { host } = new URL(source.url);
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await createSafeFetch(policy)(source.url, {
      headers: {
        accept: ACCEPT,
        ...(source.etag !== undefined && { 'if-none-match': source.etag }),
        ...(source.lastModified !== undefined && { 'if-modified-since': source.lastModified }),
      },
      signal,
    });
    if (response.status === 304 && (source.etag ?? source.lastModified) !== undefined) return undefined;
    if (!response.ok) {
      await response.body?.cancel();
      throw refusal(response, host);
    }
    const bytes = await readAtMost(response, host);
    return {
      text: decodeFeed(bytes, response.headers.get('content-type') ?? ''),
      url: response.url || source.url,
      etag: sendable(response.headers.get('etag')),
      lastModified: sendable(response.headers.get('last-modified')),
    };
  } catch (error) {
    if (error instanceof FeedFailure) throw error;
    if (error instanceof AddressRefusedError) {
      throw new FeedFailure(error.message, 'Give the address of a feed that everyone can read over https.');
    }
    if (signal.aborted) {
      throw new FeedFailure(
        `${host} took more than ${timeoutMs / 1000} seconds.`,
        'It is asked again; give a shorter feed if it goes on.',
      );
    }
    const code = (error as { code?: unknown }).code;
    const how = typeof code === 'string' ? ` (${code})` : '';
    throw new FeedFailure(`${host} did not answer${how}.`, 'It is asked again; check the address if it goes on.');
  }
}

/** It is sent back with each request; what is longer no server would take. */
const sendable = (value: string | null) => (value === null || value.length > MAX_HEADER ? undefined : value);

function refusal(response: Response, host: string): FeedFailure {
  const message = `${host} answered ${response.status}.`;
  if (response.status === 410) return new FeedFailure(message, 'The feed is gone for good: delete it.', { gone: true });
  const remedy = response.status < 500 ? 'Check the address of the feed.' : 'It is asked again.';
  return new FeedFailure(message, remedy, { retryAt: retryAfter(response.headers, Date.now()) });
}

/** Ends as soon as it is over the limit, whatever `Content-Length` claims. */
async function readAtMost(response: Response, host: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MAX_BYTES) {
      throw new FeedFailure(`The feed of ${host} has more than ${MAX_BYTES} bytes.`, 'Give a shorter feed.');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

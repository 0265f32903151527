import type { AddressPolicy } from '../../platforms/http/address-policy.ts';
import { AddressRefusedError } from '../../platforms/http/address-policy.ts';
import { retryAfter } from '../../platforms/http/retry-after.ts';
import { createSafeFetch } from '../../platforms/http/safe-fetch.ts';
import { AnswerTooLargeError, WireError } from '../../platforms/http/wire-error.ts';
import { FeedFailure } from './feed-failure.ts';

const TIMEOUT_MS = 15_000;
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
      budget: 'feed',
      headers: {
        accept: ACCEPT,
        ...(source.etag !== undefined && { 'if-none-match': source.etag }),
        ...(source.lastModified !== undefined && { 'if-modified-since': source.lastModified }),
      },
      signal,
    });
    if (response.status === 304 && (source.etag ?? source.lastModified) !== undefined) return undefined;
    if (!response.ok) throw refusal(response, host);
    return {
      text: decode(Buffer.from(await response.arrayBuffer()), response.headers.get('content-type') ?? ''),
      url: response.url || source.url,
      etag: sendable(response.headers.get('etag')),
      lastModified: sendable(response.headers.get('last-modified')),
    };
  } catch (error) {
    throw feedFailure(error, host, signal.aborted ? timeoutMs : undefined);
  }
}

/** @param timedOutMs the time of the whole request, where it was over */
function feedFailure(error: unknown, host: string, timedOutMs: number | undefined): FeedFailure {
  if (error instanceof FeedFailure) return error;
  if (error instanceof AddressRefusedError) {
    return new FeedFailure(error.message, 'Give the address of a feed that everyone can read over https.');
  }
  if (error instanceof AnswerTooLargeError) {
    return new FeedFailure(`The feed of ${host} has more than ${error.maxBytes} bytes.`, 'Give a shorter feed.');
  }
  if (timedOutMs !== undefined) {
    return new FeedFailure(
      `${host} took more than ${timedOutMs / 1000} seconds.`,
      'It is asked again; give a shorter feed if it goes on.',
    );
  }
  const how = error instanceof WireError ? `: it ${error.message}` : '';
  return new FeedFailure(`${host} did not answer${how}.`, 'It is asked again; check the address if it goes on.');
}

/** It is sent back with each request; what is longer no server would take. */
const sendable = (value: string | null) => (value === null || value.length > MAX_HEADER ? undefined : value);

function refusal(response: Response, host: string): FeedFailure {
  const message = `${host} answered ${response.status}.`;
  if (response.status === 410) return new FeedFailure(message, 'The feed is gone for good: delete it.', { gone: true });
  const remedy = response.status < 500 ? 'Check the address of the feed.' : 'It is asked again.';
  return new FeedFailure(message, remedy, { retryAt: retryAfter(response.headers, Date.now()) });
}

/** A byte order mark says the character set, else the header does, else the XML declaration, else it is UTF-8. */
function decode(bytes: Buffer, contentType: string): string {
  const declared =
    markedAs(bytes) ??
    /charset="?([\w-]+)/i.exec(contentType)?.[1] ??
    /^[^<]*<\?xml[^>]*encoding=["']([\w-]+)["']/.exec(bytes.subarray(0, 200).toString('latin1'))?.[1];
  try {
    return new TextDecoder(declared ?? 'utf-8').decode(bytes);
  } catch {
    return new TextDecoder('utf-8').decode(bytes);
  }
}

function markedAs(bytes: Buffer): string | undefined {
  const mark = bytes.subarray(0, 3).toString('hex');
  if (mark === 'efbbbf') return 'utf-8';
  return mark.startsWith('fffe') ? 'utf-16le' : mark.startsWith('feff') ? 'utf-16be' : undefined;
}

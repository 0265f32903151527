import { createHash } from 'node:crypto';
import { logger } from '../../kernel/logger.ts';
import { endWithin } from '../../kernel/time/end-within.ts';
import type { AddressPolicy } from '../../platforms/http/address-policy.ts';
import type { FeedEntry } from '../feed-entry.ts';
import { FeedFailure } from './feed-failure.ts';
import { type FeedSource, fetchFeed } from './fetch-feed.ts';
import { parseFeed } from './parse-feed.ts';

/** More than asking takes: nothing else of a poll waits for a stranger. */
const LOOK_MS = 20_000;

export interface FeedVersion {
  etag?: string | undefined;
  lastModified?: string | undefined;
  digest?: string | undefined;
}

export interface Look {
  /** What the server says of the version that stands there now; undefined where it has sent none. */
  version?: FeedVersion;
  /** Undefined where nothing has changed since. */
  entries?: FeedEntry[];
}

/**
 * What a feed says now. Ends in its time, whatever the server and its document do to us.
 * @param timeoutMs for asking; default: as `fetchFeed`
 * @throws FeedFailure and nothing else, so that each look is on record
 */
export async function lookAtFeed(
  source: FeedSource & FeedVersion,
  policy: AddressPolicy,
  timeoutMs?: number,
): Promise<Look> {
  const { host } = new URL(source.url);
  try {
    return await endWithin(look(source, policy, timeoutMs), LOOK_MS, () => {
      const message = `Reading the feed of ${host} took more than ${LOOK_MS / 1000} seconds.`;
      return new FeedFailure(message, 'It is asked again; give a shorter feed if it goes on.');
    });
  } catch (error) {
    if (error instanceof FeedFailure) throw error;
    const name = error instanceof Error ? error.name : 'unknown error';
    // Without its message, which may quote what the server sent.
    const stack = error instanceof Error ? error.stack?.split('\n').slice(1, 8) : undefined;
    logger.error('An unexpected error stopped the reading of a feed', { name, stack });
    const message = `Reading the feed of ${host} stopped on an unexpected ${name}.`;
    throw new FeedFailure(message, 'It is asked again. See the log of the feed function for the cause.');
  }
}

async function look(source: FeedSource & FeedVersion, policy: AddressPolicy, timeoutMs?: number): Promise<Look> {
  const fetched = await fetchFeed(source, policy, timeoutMs);
  if (fetched === undefined) return {};
  const { text, url, etag, lastModified } = fetched;
  const digest = createHash('sha256').update(text).digest('base64url');
  const version = { etag, lastModified, digest };
  return digest === source.digest ? { version } : { version, entries: parseFeed(text, url) };
}

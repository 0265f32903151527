import { setTimeout as delay } from 'node:timers/promises';
import { PlatformError } from '../domain/platform-failure.ts';
import type { PublishContext, PublishResult } from '../platforms/adapter.ts';
import { loadCredentials } from './load-credentials.ts';
import type { Publication } from './load-publication.ts';
import { platformContext, publishContext } from './platform-context.ts';
import { publicationOf } from './prepare-publication.ts';
import { CALL_TIMEOUT_MS } from './publish-timing.ts';
import { toPlatformError } from './settle-failure.ts';

export type CallOutcome = { result: PublishResult } | { error: PlatformError };

/** The one visible call, within its time. An expired token is renewed once: the platform refused, so nothing stands there. */
export async function callPlatform(publication: Publication, credentials: unknown): Promise<CallOutcome> {
  const { adapter, platform } = publication;
  const first = await callOnce(publication, credentials, adapter.publish);
  if (!('error' in first)) return first;
  const { failure } = first.error;
  if (failure.class === 'AUTH_EXPIRED' && adapter.session !== undefined) {
    try {
      const renewed = await loadCredentials(adapter, platform, { force: true });
      return await callOnce(publication, renewed, adapter.publish);
    } catch (error) {
      return { error: toPlatformError(error, 'before') };
    }
  }
  // A platform that refuses a duplicate may hold our own post, of a try whose answer was lost.
  if (failure.class === 'DUPLICATE' && adapter.find !== undefined) {
    const found = await callOnce(publication, credentials, adapter.find);
    if ('result' in found && typeof found.result === 'object') return { result: found.result };
  }
  return first;
}

type Call<Result> = (
  context: PublishContext,
  content: Publication['content'],
  handles: Publication['handles'],
) => Promise<Result>;

async function callOnce<Result>(
  publication: Publication,
  credentials: unknown,
  call: Call<Result>,
): Promise<{ result: Result } | { error: PlatformError }> {
  const { adapter, platform, content, handles } = publication;
  const context = publishContext(
    platformContext(platform, credentials, CALL_TIMEOUT_MS),
    publicationOf(publication),
    async () => {},
  );
  const timer = new AbortController();
  try {
    // The adapter is told to stop by its signal; the race holds even where its client does not listen.
    const late = delay(CALL_TIMEOUT_MS + 500, 'late' as const, { signal: timer.signal });
    const result = await Promise.race([call.call(adapter, context, content, handles), late]);
    if (result === 'late') return { error: timedOut() };
    return { result };
  } catch (error) {
    return { error: toPlatformError(error, 'during') };
  } finally {
    timer.abort();
  }
}

function timedOut(): PlatformError {
  return new PlatformError(
    { class: 'UNKNOWN_OUTCOME' },
    `The platform did not answer within ${CALL_TIMEOUT_MS / 1000} s.`,
    { remedy: 'Look at the platform: the post may stand there.' },
  );
}

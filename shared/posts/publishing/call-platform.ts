import { loadCredentials } from '../../accounts/access/load-credentials.ts';
import { platformContext, publishContext } from '../../accounts/access/platform-context.ts';
import { toPlatformError } from '../../accounts/access/to-platform-error.ts';
import { withinTime } from '../../accounts/access/within-time.ts';
import type { PublishContext, PublishResult } from '../../platforms/contract/adapter.ts';
import { PlatformError } from '../../platforms/contract/platform-failure.ts';
import type { Publication } from './load-publication.ts';
import { publicationOf } from './publication-of.ts';
import { CALL_TIMEOUT_MS } from './publish-timing.ts';

export type CallOutcome = { result: PublishResult } | { error: PlatformError };

/** The one visible call (of a thread: its next part), within its time. */
export async function callPlatform(publication: Publication, credentials: unknown): Promise<CallOutcome> {
  const { adapter } = publication;
  const first = await callOnce(publication, credentials, adapter.publish);
  if (!('error' in first)) return first;
  const { failure } = first.error;
  // A platform that refuses a duplicate may hold our own post, of a try whose answer was lost.
  if (failure.class !== 'DUPLICATE') return first;
  if (adapter.find !== undefined) {
    const found = await callOnce(publication, credentials, adapter.find);
    if ('result' in found && typeof found.result === 'object') return { result: found.result };
  }
  // Each part of a thread that stands had an attempt of its own.
  const { attempts, thread } = publication.state;
  return attempts > (thread?.done ?? 0) + 1 ? { error: perhapsOurs(first.error) } : first;
}

/** After an earlier try the duplicate may well be our own post, which the platform does not show yet. */
function perhapsOurs({ message, platformCode, httpStatus }: PlatformError): PlatformError {
  return new PlatformError({ class: 'UNKNOWN_OUTCOME', duplicate: true }, message, {
    remedy: 'Nothing yet: the post of an earlier try may be the duplicate, and the platform is asked.',
    platformCode,
    httpStatus,
  });
}

/** The call again, with access renewed. */
export async function callWithNewAccess(publication: Publication): Promise<CallOutcome> {
  let credentials: unknown;
  try {
    credentials = await loadCredentials(publication.adapter, publication.account, { force: true });
  } catch (error) {
    return { error: toPlatformError(error, 'before') };
  }
  return callPlatform(publication, credentials);
}

type Call<Result> = (
  context: PublishContext,
  content: Publication['content'],
  prepared: Publication['prepared'],
) => Promise<Result>;

async function callOnce<Result>(
  publication: Publication,
  credentials: unknown,
  call: Call<Result>,
): Promise<{ result: Result } | { error: PlatformError }> {
  const { adapter, account, parts, state, prepared } = publication;
  const context = publishContext(
    platformContext(account, credentials, CALL_TIMEOUT_MS),
    publicationOf(state),
    async () => {},
  );
  try {
    const called = call.call(adapter, context, parts[context.publication.part]!, prepared);
    return { result: await withinTime(called, CALL_TIMEOUT_MS + 500, 'UNKNOWN_OUTCOME') };
  } catch (error) {
    return { error: toPlatformError(error, 'during') };
  }
}

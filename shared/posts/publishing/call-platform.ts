import { REFRESH_MS } from '../../accounts/access/access-timing.ts';
import { toPlatformError } from '../../accounts/access/to-platform-error.ts';
import { withAccess } from '../../accounts/access/with-access.ts';
import { logger } from '../../kernel/logger.ts';
import { GuardFailed } from '../../kernel/table/transact.ts';
import type { PublishContext, PublishResult } from '../../platforms/contract/adapter.ts';
import type { DistributionContent } from '../../platforms/contract/content.ts';
import { PlatformError } from '../../platforms/contract/platform-failure.ts';
import { firstLostAttempt } from '../outcome/lost-attempts.ts';
import type { Publication } from './load-publication.ts';
import { publicationOf, publishContext } from './publication-of.ts';
import { CALL_TIMEOUT_MS } from './publish-timing.ts';
import { assureLease, renewLease } from './renew-lease.ts';

export type CallOutcome = { result: PublishResult } | { error: PlatformError };

export interface Called {
  /** With the lease as it is now. */
  publication: Publication;
  /** The moment of the visible call, in milliseconds; of the second one where the access was renewed. */
  calledAt: number;
}

/**
 * The one visible call (of a thread: its next part), within its time. Where the access has expired, the platform refused
 * the call and made nothing: it is made again with new access, under a lease that covers both.
 *
 * @throws GuardFailed where a check gave the attempt up for lost before the second call
 */
export async function callPlatform(publication: Publication): Promise<Called & { outcome: CallOutcome }> {
  const called: Called = { publication, calledAt: Date.now() };
  const outcome = await ask(called, (context, content) => {
    called.calledAt = Date.now();
    return publication.adapter.publish(context, content, publication.prepared);
  });
  const isDuplicate = 'error' in outcome && outcome.error.failure.class === 'DUPLICATE';
  const judged = isDuplicate ? await judgeDuplicate(called, outcome.error) : outcome;
  return { ...called, outcome: judged };
}

/**
 * A DUPLICATE refusal means our own post only if an earlier attempt has no known outcome. Otherwise another person wrote
 * the post, and it is not reported as ours.
 */
async function judgeDuplicate(called: Called, refusal: PlatformError): Promise<CallOutcome> {
  const { adapter, prepared, state } = called.publication;
  let lost: Awaited<ReturnType<typeof firstLostAttempt>>;
  try {
    lost = await firstLostAttempt(state, state.attempts);
  } catch (error) {
    // The record cannot be read now: the reconciler asks the platform, and no worker calls again before that.
    logger.warn('The attempts of a refused duplicate cannot be read', { id: state.id, error: error as Error });
    return { error: perhapsOurs(refusal) };
  }
  if (lost === undefined) return { error: refusal };
  const { find } = adapter;
  if (find !== undefined) {
    const found = await ask(called, (context, content) =>
      find.call(adapter, { ...context, publication: { ...context.publication, sentSince: lost } }, content, prepared),
    );
    if ('result' in found && typeof found.result === 'object') return { result: found.result };
  }
  return { error: perhapsOurs(refusal) };
}

/** The duplicate may be the post of a lost attempt, which the platform does not show yet. */
function perhapsOurs({ message, platformCode, httpStatus }: PlatformError): PlatformError {
  return new PlatformError({ class: 'UNKNOWN_OUTCOME', duplicate: true }, message, {
    remedy: 'Nothing yet: the post of an earlier try may be the duplicate, and the platform is asked.',
    platformCode,
    httpStatus,
  });
}

async function ask<Result>(
  called: Called,
  call: (context: PublishContext, content: DistributionContent) => Promise<Result>,
): Promise<{ result: Result } | { error: PlatformError }> {
  const { access, parts, state } = called.publication;
  const about = publicationOf(state);
  const beforeRenewal = async () => {
    called.publication = await renewLease(called.publication, REFRESH_MS);
  };
  // A renewal may take longer than its limit: the second call is made only under a lease that covers it.
  const afterRenewal = async () => {
    called.publication = await assureLease(called.publication);
  };
  try {
    const result = await withAccess(
      access,
      { callMs: CALL_TIMEOUT_MS, unanswered: 'UNKNOWN_OUTCOME', beforeRenewal, afterRenewal },
      (context) => call(publishContext(context, about), parts[about.part]!),
    );
    return { result };
  } catch (error) {
    if (error instanceof GuardFailed) throw error;
    return { error: toPlatformError(error, 'during') };
  }
}

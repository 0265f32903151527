import { setTimeout as delay } from 'node:timers/promises';
import type { DistributionError } from '../domain/distribution.ts';
import { describeError } from '../domain/failure-rules.ts';
import { PlatformError } from '../domain/platform-failure.ts';
import type { AccountInfo } from '../platforms/adapter.ts';
import { adapterFor, type PlatformKind } from '../platforms/registry.ts';
import { findPlatform } from './find-platform.ts';
import { loadCredentials } from './load-credentials.ts';
import { platformContext } from './platform-context.ts';
import { toPlatformError } from './settle-failure.ts';

/** No request waits longer than this for a platform. */
const TIMEOUT_MS = 8_000;

export type Verification = { works: true; account: AccountInfo } | { works: false; error: DistributionError };

/** Asks the platform whether its credentials work. A refusal is an answer, not an error of ours. */
export async function verifyPlatform(tenantId: string, id: string): Promise<Verification> {
  const platform = await findPlatform(tenantId, id);
  const adapter = adapterFor(platform.kind as PlatformKind);
  const ask = async () => {
    const credentials = await loadCredentials(adapter, platform);
    return adapter.verify(platformContext(platform, credentials, TIMEOUT_MS - 500));
  };
  const timer = new AbortController();
  try {
    const account = await Promise.race([ask(), delay(TIMEOUT_MS - 250, undefined, { signal: timer.signal })]);
    if (account === undefined) return { works: false, error: describeError(noAnswer()) };
    return { works: true, account };
  } catch (error) {
    return { works: false, error: describeError(toPlatformError(error, 'before')) };
  } finally {
    timer.abort();
  }
}

function noAnswer(): PlatformError {
  return new PlatformError({ class: 'RETRY_LATER' }, `The platform did not answer within ${TIMEOUT_MS / 1000} s.`, {
    remedy: 'Try again later, and check the address in publishConfig.',
  });
}

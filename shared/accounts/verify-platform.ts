import type { RequestContext } from '../kernel/requests/request-context.ts';
import type { AccountInfo } from '../platforms/contract/adapter.ts';
import type { DistributionError } from '../platforms/contract/describe-error.ts';
import { describeError } from '../platforms/contract/describe-error.ts';
import { adapterFor } from '../platforms/registry.ts';
import { markConnected, markReconnectNeeded, type ReadPostsAtRisk } from './access/connection.ts';
import { loadCredentials } from './access/load-credentials.ts';
import { platformContext } from './access/platform-context.ts';
import { toPlatformError } from './access/to-platform-error.ts';
import { withinTime } from './access/within-time.ts';
import { findAccount } from './find-account.ts';

/** No request waits longer than this for a platform. */
const TIMEOUT_MS = 8_000;
const REFRESH_TIMEOUT_MS = 4_000;

export type Verification = { works: true; account: AccountInfo } | { works: false; error: DistributionError };

/** Asks the platform whether its credentials work. A refusal is an answer, not an error of ours. */
export async function verifyPlatform(
  { tenantId, actor }: RequestContext,
  id: string,
  readPostsAtRisk: ReadPostsAtRisk,
): Promise<Verification> {
  const started = Date.now();
  const account = await findAccount(tenantId, id);
  const adapter = adapterFor(account.kind);
  try {
    // Waited for to its end: a renewed token that is not stored would be lost.
    const credentials = await loadCredentials(adapter, account, { timeoutMs: REFRESH_TIMEOUT_MS });
    const left = TIMEOUT_MS - 250 - (Date.now() - started);
    const info = await withinTime(adapter.verify(platformContext(account, credentials, left)), left, 'RETRY_LATER');
    await markConnected(account, actor);
    return { works: true, account: info };
  } catch (error) {
    const refused = toPlatformError(error, 'before');
    await markReconnectNeeded(account, refused, actor, readPostsAtRisk);
    return { works: false, error: describeError(refused) };
  }
}

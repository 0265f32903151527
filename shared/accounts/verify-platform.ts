import type { RequestContext } from '../kernel/requests/request-context.ts';
import type { AccountInfo } from '../platforms/contract/adapter.ts';
import type { DistributionError } from '../platforms/contract/describe-error.ts';
import { describeError } from '../platforms/contract/describe-error.ts';
import { adapterFor } from '../platforms/registry.ts';
import { accessTo } from './access/access.ts';
import { markConnected, markReconnectNeeded, type ReadPostsAtRisk } from './access/connection.ts';
import { toPlatformError } from './access/to-platform-error.ts';
import { type CallLimits, withAccess } from './access/with-access.ts';
import { findAccount } from './find-account.ts';

/** No request waits longer than this for a platform. A renewal is waited for to its end. */
const LIMITS: CallLimits = { callMs: 7_500, totalMs: 7_750, renewalMs: 4_000, unanswered: 'RETRY_LATER' };

type Verification = { works: true; account: AccountInfo } | { works: false; error: DistributionError };

/** Asks the platform whether its credentials work. A refusal is the answer of this operation, not an error. */
export async function verifyPlatform(
  { tenantId, actor }: RequestContext,
  id: string,
  readPostsAtRisk: ReadPostsAtRisk,
): Promise<Verification> {
  const account = await findAccount(tenantId, id);
  const adapter = adapterFor(account.kind);
  const access = accessTo(account);
  try {
    const info = await withAccess(access, LIMITS, (context) => adapter.verify(context));
    await markConnected(access.account, actor);
    return { works: true, account: info };
  } catch (error) {
    const refused = toPlatformError(error, 'before');
    await markReconnectNeeded(access.account, refused, actor, readPostsAtRisk);
    return { works: false, error: describeError(refused) };
  }
}

import { environment } from '../../kernel/environment.ts';
import { logger } from '../../kernel/logger.ts';
import type { PlatformContext } from '../../platforms/contract/adapter.ts';
import { createSafeFetch } from '../../platforms/http/safe-fetch.ts';
import type { Account } from '../account.ts';
import { addressPolicy } from './deployment-address-policy.ts';

/**
 * What an adapter is given to work with: everything it needs, and nothing of AWS. Only `withAccess` and the renewal of
 * credentials make one, so that no call uses access that Herald does not renew.
 */
export function platformContext(
  platform: Pick<Account, 'id' | 'kind' | 'name' | 'publishConfig' | 'accountId'>,
  credentials: unknown,
  signal: AbortSignal,
): PlatformContext {
  const { id, kind, name, publishConfig, accountId } = platform;
  return {
    platform: { id, kind, name, publishConfig, accountId },
    credentials,
    fetch: createSafeFetch(addressPolicy()),
    apiUrl: environment('API_URL'),
    now: () => Date.now(),
    log: {
      info: (message, fields = {}) => logger.info(message, { platformId: id, kind, ...fields }),
      warn: (message, fields = {}) => logger.warn(message, { platformId: id, kind, ...fields }),
    },
    signal,
  };
}

import { environment } from '../../kernel/environment.ts';
import { logger } from '../../kernel/logger.ts';
import type {
  AddressPolicy,
  PlatformAdapter,
  PlatformContext,
  Prepared,
  PublishContext,
} from '../../platforms/contract/adapter.ts';
import { createSafeFetch } from '../../platforms/http/safe-fetch.ts';
import type { Account } from '../account.ts';

export function addressPolicy(): AddressPolicy {
  return environment('ALLOW_LOOPBACK_ADDRESSES') === 'true' ? 'loopback' : 'public';
}

/** What an adapter is given to work with: everything it needs, and nothing of AWS. */
export function platformContext(
  platform: Pick<Account, 'id' | 'kind' | 'name' | 'publishConfig' | 'accountId'>,
  credentials: unknown,
  timeoutMs: number,
): PlatformContext {
  const policy = addressPolicy();
  const { id, kind, name, publishConfig, accountId } = platform;
  return {
    platform: { id, kind, name, publishConfig, accountId },
    credentials,
    fetch: createSafeFetch(policy),
    addressPolicy: policy,
    apiUrl: environment('API_URL'),
    now: () => Date.now(),
    log: {
      info: (message, fields = {}) => logger.info(message, { platformId: id, kind, ...fields }),
      warn: (message, fields = {}) => logger.warn(message, { platformId: id, kind, ...fields }),
    },
    signal: AbortSignal.timeout(timeoutMs),
  };
}

export function publishContext(
  context: PlatformContext,
  publication: PublishContext['publication'],
  save: (prepared: Prepared) => Promise<void>,
): PublishContext {
  return { ...context, publication, save };
}

/** The adapter's own schema says what credentials look like; what is stored was checked by it once already. */
export function parseCredentials(adapter: PlatformAdapter, credentials: unknown): unknown {
  return adapter.schemas.credentials.parse(credentials);
}

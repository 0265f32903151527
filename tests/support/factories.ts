import type { Account } from '../../shared/accounts/account.ts';
import { newId } from '../../shared/kernel/ids.ts';
import type { Distribution } from '../../shared/posts/model/distribution.ts';

/** A distribution as the store holds it, with what matters to a test said by the test. */
export function aDistribution(over: Partial<Distribution> = {}): Distribution {
  const now = '2026-01-01T00:00:00.000Z';
  return {
    id: newId(),
    tenantId: 'a1b2c3d4e5f6',
    platformId: newId(),
    platformKind: 'sandbox',
    status: 'draft',
    version: 1,
    revision: 1,
    textVersion: 1,
    excerpt: 'Hello',
    contentType: 'manual',
    attempts: 0,
    retryCount: 0,
    waitCount: 0,
    correlationId: 'test',
    createdAt: now,
    updatedAt: now,
    ...over,
  };
}

export function aPlatform(over: Partial<Account> = {}): Account {
  const now = '2026-01-01T00:00:00.000Z';
  return {
    id: newId(),
    tenantId: 'a1b2c3d4e5f6',
    kind: 'sandbox',
    name: 'Sandbox',
    publishConfig: {},
    credentialsSecretId: 'herald/test/secret',
    credentialsVersion: 'v1',
    maxRetries: 3,
    retryDelaySeconds: 300,
    connection: 'connected',
    revision: 1,
    createdAt: now,
    updatedAt: now,
    ...over,
  };
}

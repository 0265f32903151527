import { newApiKey } from '../access/api-key.ts';
import { insertApiKey } from '../access/api-key-items.ts';
import { deleteSecret } from '../aws/secrets.ts';
import { recordEvent } from '../kernel/events/event-items.ts';
import { derivedId, newId } from '../kernel/ids.ts';
import { recordIdempotency } from '../kernel/requests/idempotency-items.ts';
import type { RequestContext } from '../kernel/requests/request-context.ts';
import { countUp } from '../kernel/settings/count-items.ts';
import { withGuardErrors } from '../kernel/table/guard-errors.ts';
import type { LabelledAction } from '../kernel/table/labelled-action.ts';
import { transact } from '../kernel/table/transact.ts';
import { isoNow } from '../kernel/time/clock.ts';
import { adapterFor } from '../platforms/registry.ts';
import type { Account } from './account.ts';
import type { NewAccount } from './account-input.ts';
import { insertAccount, readAccount } from './account-items.ts';
import { DEFAULT_MAX_RETRIES, DEFAULT_RETRY_DELAY_SECONDS, parseKind, parseSettings } from './account-settings.ts';
import { beginWrite, chosenStore } from './credentials/credential-store.ts';
import { accountEvents } from './events.ts';
import { assertWindowOpen } from './lead-window.ts';
import { accountQuota } from './settings.ts';

/**
 * Connects an account. Its credentials stand in the same transaction, or go to Secrets Manager first, so that the account
 * never names a missing secret; where the account cannot be stored after that, Herald deletes them again.
 *
 * @throws HeraldError `invalid_request`, `limit_reached`
 */
export async function connectPlatform(request: RequestContext, input: NewAccount): Promise<Account> {
  const { tenantId, actor, idempotency } = request;
  const kind = parseKind(input.kind);
  const adapter = adapterFor(kind);
  assertWindowOpen(input);
  const id = idempotency === undefined ? newId() : derivedId(tenantId, idempotency.id);
  const now = isoNow();
  const issued =
    adapter.rules.ownNetwork === true && input.credentials === undefined ? issueKey(tenantId, id, now) : undefined;
  const settings = parseSettings(adapter, {
    publishConfig: input.publishConfig ?? {},
    credentials: issued?.credentials ?? input.credentials ?? {},
  });

  const counted = await countUp(tenantId, accountQuota);
  const write = await beginWrite({ tenantId, id }, chosenStore());
  const stored = await write.store(settings.credentials);
  const { credentials, ...fields } = input;
  const account: Account = {
    ...fields,
    kind,
    id,
    tenantId,
    publishConfig: settings.publishConfig,
    ...write.fields,
    maxRetries: input.maxRetries ?? DEFAULT_MAX_RETRIES,
    retryDelaySeconds: input.retryDelaySeconds ?? DEFAULT_RETRY_DELAY_SECONDS,
    connection: 'connected',
    issuedKeyId: issued?.keyId,
    revision: 1,
    createdAt: now,
    updatedAt: now,
  };
  try {
    await withGuardErrors(() =>
      transact([
        insertAccount(account),
        ...stored,
        ...(issued?.actions ?? []),
        ...recordIdempotency(tenantId, idempotency, { status: 201, resourceId: id }),
        recordEvent(actor, accountEvents.PLATFORM_CONNECTED, {
          tenantId,
          entityId: id,
          data: { kind: account.kind, name: account.name },
        }),
        ...counted,
      ]),
    );
  } catch (error) {
    // A request with the same id may have stored the account (a repetition, or this one with its answer lost): it needs them.
    const { credentialsSecretId } = account;
    if (credentialsSecretId !== undefined && (await readAccount(tenantId, id)) === undefined)
      await deleteSecret(credentialsSecretId);
    throw error;
  }
  return account;
}

/** Herald's own sandbox network takes a Herald key. Its scope allows nothing but posting there. */
function issueKey(tenantId: string, platformId: string, createdAt: string) {
  const keyId = newId().replaceAll('-', '');
  const { key, secretHash } = newApiKey(keyId);
  const name = `Sandbox account of platform ${platformId}`;
  const actions: LabelledAction[] = [
    insertApiKey({ id: keyId, tenantId, name, scopes: ['sandbox'], secretHash, createdAt }),
  ];
  return { keyId, credentials: { apiKey: key }, actions };
}

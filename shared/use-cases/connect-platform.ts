import { isoNow } from '../cloud/clock.ts';
import { deleteCredentials, putCredentials, secretName } from '../cloud/credential-store.ts';
import { newApiKey } from '../domain/api-key.ts';
import { derivedId, newId } from '../domain/ids.ts';
import { assertWindowOpen } from '../domain/lead-window.ts';
import type { Platform } from '../domain/platform.ts';
import type { NewPlatform } from '../domain/platform-input.ts';
import type { PlatformDetail } from '../domain/platform-view.ts';
import { insertApiKey } from '../store/api-key-items.ts';
import { recordEvent } from '../store/event-items.ts';
import { recordIdempotency } from '../store/idempotency-items.ts';
import { insertPlatform, readPlatform } from '../store/platform-items.ts';
import { type LabelledAction, transact } from '../store/transact.ts';
import { explainGuards } from './explain-guards.ts';
import { adapterOfKind, parseSettings } from './platform-settings.ts';
import { viewPlatformDetail } from './platform-view.ts';
import type { RequestContext } from './request-context.ts';

/**
 * Connects an account. Its credentials go to the credential store first, so that the platform never points at nothing;
 * where the platform cannot be stored after that, they are taken away again.
 *
 * @throws HeraldError `invalid_request`
 */
export async function connectPlatform(request: RequestContext, input: NewPlatform): Promise<PlatformDetail> {
  const { tenantId, actor, idempotency } = request;
  const adapter = adapterOfKind(input.kind);
  assertWindowOpen(input);
  const id = idempotency === undefined ? newId() : derivedId(tenantId, idempotency.id);
  const now = isoNow();
  const issued =
    adapter.rules.ownNetwork === true && input.credentials === undefined ? issueKey(tenantId, id, now) : undefined;
  const settings = parseSettings(adapter, {
    publishConfig: input.publishConfig ?? {},
    credentials: issued?.credentials ?? input.credentials ?? {},
  });

  const credentialsSecretId = secretName(tenantId, id);
  const credentialsVersion = await putCredentials(credentialsSecretId, settings.credentials);
  const { credentials, ...fields } = input;
  const platform: Platform = {
    ...fields,
    id,
    tenantId,
    publishConfig: settings.publishConfig,
    credentialsSecretId,
    credentialsVersion,
    maxRetries: input.maxRetries ?? 3,
    retryDelaySeconds: input.retryDelaySeconds ?? 300,
    connection: 'connected',
    issuedKeyId: issued?.keyId,
    createdAt: now,
    updatedAt: now,
  };
  try {
    await explainGuards(() =>
      transact([
        insertPlatform(platform),
        ...(issued?.actions ?? []),
        ...recordIdempotency(tenantId, idempotency, { status: 201, resourceId: id }),
        recordEvent(actor, {
          type: 'PLATFORM_CONNECTED',
          tenantId,
          entityType: 'platform',
          entityId: id,
          data: { kind: platform.kind, name: platform.name },
        }),
      ]),
    );
  } catch (error) {
    // A twin of this request, or this one with its answer lost, may have stored the platform: then they stay.
    if ((await readPlatform(tenantId, id)) === undefined) await deleteCredentials(credentialsSecretId);
    throw error;
  }
  return viewPlatformDetail(platform);
}

/** Herald's own sandbox network takes a Herald key: one that can do nothing but post there. */
function issueKey(tenantId: string, platformId: string, createdAt: string) {
  const keyId = newId().replaceAll('-', '');
  const { key, secretHash } = newApiKey(keyId);
  const name = `Sandbox account of platform ${platformId}`;
  const actions: LabelledAction[] = [
    insertApiKey({ id: keyId, tenantId, name, scopes: ['sandbox'], secretHash, createdAt }),
  ];
  return { keyId, credentials: { apiKey: key }, actions };
}

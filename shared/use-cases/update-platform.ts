import { isoNow } from '../cloud/clock.ts';
import { replaceCredentials } from '../cloud/credential-store.ts';
import { assertWindowOpen } from '../domain/lead-window.ts';
import type { Platform } from '../domain/platform.ts';
import type { PlatformPatch } from '../domain/platform-input.ts';
import type { PlatformDetail } from '../domain/platform-view.ts';
import { recordEvent } from '../store/event-items.ts';
import { replacePlatform } from '../store/platform-items.ts';
import { transact } from '../store/transact.ts';
import { explainGuards } from './explain-guards.ts';
import { findPlatform } from './find-platform.ts';
import { adapterOfKind, parseSettings } from './platform-settings.ts';
import { viewPlatformDetail } from './platform-view.ts';
import type { RequestContext } from './request-context.ts';

/**
 * Changes settings, or gives new credentials, which reconnects the platform.
 *
 * @throws HeraldError `not_found`, `invalid_request`, `conflict`
 */
export async function updatePlatform(
  { tenantId, actor }: RequestContext,
  id: string,
  patch: PlatformPatch,
): Promise<PlatformDetail> {
  const before = await findPlatform(tenantId, id);
  const { publishConfig, credentials, ...plain } = patch;
  assertWindowOpen({ ...before, ...withoutNulls(plain) });
  const settings = parseSettings(adapterOfKind(before.kind), {
    publishConfig: publishConfig ?? before.publishConfig,
    credentials,
  });
  const version =
    credentials === undefined
      ? before.credentialsVersion
      : await replaceCredentials(before.credentialsSecretId, settings.credentials);
  const after: Platform = {
    ...before,
    ...withoutNulls(plain),
    publishConfig: settings.publishConfig,
    credentialsVersion: version,
    connection: credentials === undefined ? before.connection : 'connected',
    updatedAt: isoNow(),
  };
  await explainGuards(() =>
    transact([
      replacePlatform(before, after),
      recordEvent(actor, {
        type: 'PLATFORM_UPDATED',
        tenantId,
        entityType: 'platform',
        entityId: id,
        data: { changed: Object.keys(patch) },
      }),
    ]),
  );
  return viewPlatformDetail(after);
}

/** Null means "take it away". */
function withoutNulls<Fields extends object>(fields: Fields) {
  const entries = Object.entries(fields).map(([name, value]) => [name, value ?? undefined]);
  return Object.fromEntries(entries) as { [Name in keyof Fields]: Exclude<Fields[Name], null> };
}

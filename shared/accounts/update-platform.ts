import { replaceCredentials } from '../aws/credential-store.ts';
import { recordEvent } from '../kernel/events/event-items.ts';
import type { RequestContext } from '../kernel/requests/request-context.ts';
import { withGuardErrors } from '../kernel/table/guard-errors.ts';
import { transact } from '../kernel/table/transact.ts';
import { isoNow } from '../kernel/time/clock.ts';
import { adapterFor } from '../platforms/registry.ts';
import type { Account } from './account.ts';
import type { AccountPatch } from './account-input.ts';
import { replaceAccount } from './account-items.ts';
import { parseSettings } from './account-settings.ts';
import { accountEvents } from './events.ts';
import { findAccount } from './find-account.ts';
import { assertWindowOpen } from './lead-window.ts';

/**
 * Changes settings, or gives new credentials, which reconnects the platform.
 *
 * @throws HeraldError `not_found`, `invalid_request`, `conflict`
 */
export async function updatePlatform(
  { tenantId, actor }: RequestContext,
  id: string,
  patch: AccountPatch,
): Promise<Account> {
  const before = await findAccount(tenantId, id);
  const { publishConfig, credentials, ...plain } = patch;
  assertWindowOpen({ ...before, ...withoutNulls(plain) });
  const settings = parseSettings(adapterFor(before.kind), {
    publishConfig: publishConfig ?? before.publishConfig,
    credentials,
  });
  const version =
    credentials === undefined
      ? before.credentialsVersion
      : await replaceCredentials(before.credentialsSecretId, settings.credentials);
  const after: Account = {
    ...before,
    ...withoutNulls(plain),
    publishConfig: settings.publishConfig,
    credentialsVersion: version,
    connection: credentials === undefined ? before.connection : 'connected',
    updatedAt: isoNow(),
  };
  await withGuardErrors(() =>
    transact([
      replaceAccount(before, after),
      recordEvent(actor, accountEvents.PLATFORM_UPDATED, {
        tenantId,
        entityId: id,
        data: { changed: Object.keys(patch) },
      }),
    ]),
  );
  return after;
}

/** Null means "take it away". */
function withoutNulls<Fields extends object>(fields: Fields) {
  const entries = Object.entries(fields).map(([name, value]) => [name, value ?? undefined]);
  return Object.fromEntries(entries) as { [Name in keyof Fields]: Exclude<Fields[Name], null> };
}

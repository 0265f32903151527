import { deleteSecret } from '../aws/secrets.ts';
import type { Actor } from '../kernel/events/event.ts';
import { recordEvent } from '../kernel/events/event-items.ts';
import type { RequestContext } from '../kernel/requests/request-context.ts';
import { withGuardErrors } from '../kernel/table/guard-errors.ts';
import type { LabelledAction } from '../kernel/table/labelled-action.ts';
import { GuardFailed, transact } from '../kernel/table/transact.ts';
import { isoNow } from '../kernel/time/clock.ts';
import { adapterFor } from '../platforms/registry.ts';
import type { Account } from './account.ts';
import type { AccountPatch } from './account-input.ts';
import { readAccount, replaceAccount } from './account-items.ts';
import { parseSettings } from './account-settings.ts';
import { beginWrite, chosenStore } from './credentials/credential-store.ts';
import { accountEvents } from './events.ts';
import { findAccount } from './find-account.ts';
import { accountGuards } from './guards.ts';
import { assertWindowOpen } from './lead-window.ts';

/** A worker writes to an account now and then, not again and again. */
const MAX_TRIES = 4;

/**
 * Changes the settings of an account. New credentials reconnect it.
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
  const replacement = credentials === undefined ? undefined : await beginWrite(before, chosenStore());
  const stored = (await replacement?.store(settings.credentials)) ?? [];
  const changes = {
    ...withoutNulls(plain),
    ...(publishConfig !== undefined && { publishConfig: settings.publishConfig }),
    ...(replacement !== undefined && { ...replacement.fields, connection: 'connected' as const }),
  };
  const after = await withGuardErrors(() => write(before, { changes, stored }, Object.keys(patch), actor));
  const { credentialsSecretId: left } = before;
  if (left !== undefined && after.credentialsSecretId === undefined) await deleteSecret(left);
  return after;
}

/**
 * Writes the changes into the account as it is. Workers write to it too (they renew its access, note that it is blocked):
 * that is no conflict for the user, whose changes are written into the newer item then.
 *
 * @throws GuardFailed `platform` where another user changed it, where it is gone, or where its credentials have been moved
 */
async function write(
  before: Account,
  { changes, stored }: { changes: Partial<Account>; stored: LabelledAction[] },
  changed: string[],
  actor: Actor,
  tries = MAX_TRIES,
): Promise<Account> {
  const after: Account = { ...before, ...changes, updatedAt: isoNow() };
  const { tenantId, id } = before;
  try {
    await transact([
      replaceAccount(before, after),
      ...stored,
      recordEvent(actor, accountEvents.PLATFORM_UPDATED, {
        tenantId,
        entityId: id,
        data: { changed },
      }),
    ]);
    return after;
  } catch (error) {
    if (!(error instanceof GuardFailed) || error.guard !== accountGuards.account || tries === 1) throw error;
    const current = await readAccount(tenantId, id);
    if (current?.updatedAt !== before.updatedAt) throw error;
    // An operator has moved the credentials: the new ones may have been written to where the old ones are deleted now.
    const isMoved = current.credentialsSecretId !== before.credentialsSecretId;
    if (changes.credentialsVersion !== undefined && isMoved) throw error;
    return write(current, { changes, stored }, changed, actor, tries - 1);
  }
}

/** Null removes a value. */
function withoutNulls<Fields extends object>(fields: Fields) {
  const entries = Object.entries(fields).map(([name, value]) => [name, value ?? undefined]);
  return Object.fromEntries(entries) as { [Name in keyof Fields]: Exclude<Fields[Name], null> };
}

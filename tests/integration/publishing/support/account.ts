import type { Account } from '../../../../shared/accounts/account.ts';
import { insertAccount } from '../../../../shared/accounts/account-items.ts';
import { updatePlatform } from '../../../../shared/accounts/update-platform.ts';
import { HeraldError } from '../../../../shared/kernel/herald-error.ts';
import type { RequestContext } from '../../../../shared/kernel/requests/request-context.ts';
import { transact } from '../../../../shared/kernel/table/transact.ts';
import type { PlatformKind } from '../../../../shared/platforms/registry.ts';
import { archiveDistribution } from '../../../../shared/posts/commands/archive-distribution.ts';
import { cancelDistribution } from '../../../../shared/posts/commands/cancel-distribution.ts';
import { publishDistribution } from '../../../../shared/posts/commands/publish-distribution.ts';
import { resolveDistribution } from '../../../../shared/posts/commands/resolve-distribution.ts';
import { retryDistribution } from '../../../../shared/posts/commands/retry-distribution.ts';
import { createDistribution } from '../../../../shared/posts/planning/create-distribution.ts';
import { editDistribution } from '../../../../shared/posts/planning/edit-distribution.ts';
import { aPlatform } from '../../../support/factories.ts';
import { currentActor } from './actors.ts';
import { newVersion } from './cloud.ts';
import type { World } from './world.ts';

export type Way = 'idempotent' | 'findable' | 'in two steps' | 'blind';

/** The four ways in which platforms are safe or not. The second has a mark to find a post by, which keeps no second out. */
export const ways: Record<Way, { kind: PlatformKind; knowsRepeats?: boolean }> = {
  idempotent: { kind: 'sandbox' },
  findable: { kind: 'sandbox', knowsRepeats: false },
  'in two steps': { kind: 'sandbox-container' },
  blind: { kind: 'sandbox-blind' },
};

/** A post of a run. The mark is in every version of its text, and in no other's. */
export interface Post {
  id: string;
  mark: string;
}

const actor = { actor: 'key:test', correlationId: 'test', causationId: 'test' };

export async function connect(kind: PlatformKind, settings: Partial<Account> = {}): Promise<Account> {
  const account = aPlatform({ kind, credentialsVersion: newVersion(), ...settings });
  await transact([insertAccount(account)]);
  return account;
}

/** Gives the account new credentials, as the user does who hears that it is cut off. */
export async function reconnect(account: Account): Promise<void> {
  await orSay(() => updatePlatform(contextOf(account), account.id, { credentials: { apiKey: 'new key' } }));
}

const contextOf = ({ tenantId }: Pick<Account, 'tenantId'>): RequestContext => ({
  tenantId,
  actor,
  idempotency: undefined,
});

/** `dueIn` milliseconds from now. */
export async function schedule(account: Account, mark: string, dueIn: number): Promise<Post> {
  const { id } = await createDistribution(contextOf(account), {
    platformId: account.id,
    body: `${mark} wording 1`,
    scheduledFor: new Date(Date.now() + dueIn).toISOString(),
  });
  return { id, mark };
}

export const actNames = [
  'cancel',
  'edit',
  'editText',
  'soon',
  'later',
  'unschedule',
  'publish',
  'retry',
  'resolve',
  'archive',
] as const;
export type ActName = (typeof actNames)[number];

/** What a user may ask for at any moment; a refusal is an answer. */
export async function act(world: World, account: Account, { id, mark }: Post, name: ActName): Promise<void> {
  const request = contextOf(account);
  const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
  const wording = `${mark} wording ${world.changes.length + 2}`;
  const asked: Record<ActName, () => Promise<unknown>> = {
    cancel: () => cancelDistribution(request, id),
    editText: () => editDistribution(request, id, { body: wording }),
    edit: () => editDistribution(request, id, { body: wording, scheduledFor: inMinutes(4) }),
    soon: () => editDistribution(request, id, { scheduledFor: inMinutes(1) }),
    later: () => editDistribution(request, id, { scheduledFor: inMinutes(45) }),
    unschedule: () => editDistribution(request, id, { scheduledFor: null }),
    publish: () => publishDistribution(request, id),
    retry: () => retryDistribution(request, id),
    resolve: () => resolveTruly(world, account, { id, mark }),
    archive: () => archiveDistribution(request, id),
  };
  await orSay(asked[name]);
}

async function orSay(ask: () => Promise<unknown>): Promise<void> {
  try {
    await ask();
  } catch (error) {
    if (!(error instanceof HeraldError)) throw error;
    currentActor()?.said.push(error.code);
  }
}

/** A person looks at the platform and says what stands there. */
export async function resolveTruly(world: World, account: Account, { id, mark }: Post): Promise<void> {
  const [standing] = world.network.standing(mark);
  const said = standing === undefined ? 'absent' : 'published';
  await resolveDistribution(
    contextOf(account),
    id,
    said === 'absent' ? { outcome: said } : { outcome: said, externalUrl: standing!.url },
  );
}

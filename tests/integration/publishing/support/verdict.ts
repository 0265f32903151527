import type { Account } from '../../../../shared/accounts/account.ts';
import { platformPk } from '../../../../shared/accounts/keys.ts';
import type { Item } from '../../../../shared/kernel/table/client.ts';
import type { Distribution, DistributionStatus } from '../../../../shared/posts/model/distribution.ts';
import { distributionPk } from '../../../../shared/posts/model/keys.ts';
import type { Post } from './account.ts';
import type { Actor } from './actors.ts';
import type { Change, World } from './world.ts';

/** Where a post has come to rest and does not stand. */
const withoutPost: DistributionStatus[] = ['cancelled', 'failed', 'missed', 'draft', 'publish_requested'];

/** The events of which a change to this status writes exactly one. */
const eventsTo: Partial<Record<DistributionStatus, string[]>> = {
  draft: ['DISTRIBUTION_UNSCHEDULED'],
  publish_requested: ['DISTRIBUTION_PUBLISH_REQUESTED'],
  published: ['DISTRIBUTION_PUBLISHED'],
  failed: ['DISTRIBUTION_FAILED'],
  missed: ['DISTRIBUTION_MISSED'],
  unknown: ['DISTRIBUTION_OUTCOME_UNKNOWN'],
  cancelled: ['DISTRIBUTION_CANCELLED'],
  archived: ['DISTRIBUTION_ARCHIVED'],
};

/** Every promise that the run broke; nothing where all is well. */
export async function faultsOf(world: World, account: Account, post: Post): Promise<string[]> {
  const state = world.states.get(post.id)!;
  const items = await world.items(distributionPk(account.tenantId, post.id));
  return [
    ...standsAsSaid(world, post, state, items),
    ...leavesNothing(world, post, state),
    ...numbersAttempts(state, items),
    ...world.changes.filter(({ after }) => after.id === post.id).flatMap(recordsChange),
  ];
}

function standsAsSaid(world: World, { mark }: Post, state: Distribution, items: Item[]): string[] {
  const standing = world.network.standing(mark);
  if (standing.length > 1) return [`it stands ${standing.length} times`];
  const { status } = state;
  if (status === 'archived' || status === 'unknown') return [];
  if (withoutPost.includes(status)) return standing.length === 0 ? [] : [`it stands and is ${status}`];
  if (status !== 'published') return [`it is left ${JSON.stringify(state)}`];
  if (standing.length === 0) return ['it is published and does not stand'];
  const text = items.find(({ sk }) => sk === `TEXT#${state.textVersion}`);
  return text?.body === standing[0]!.sent.text ? [] : [`"${standing[0]!.sent.text}" stands instead of "${text?.body}"`];
}

/** What was made for a text that does not go out is gone. A failed post may be tried again with what it has. */
function leavesNothing(world: World, { mark }: Post, { status, id, textVersion }: Distribution): string[] {
  const kept = `${id}-v${textVersion}`;
  const maybeNeeded = !['cancelled', 'draft', 'published'].includes(status);
  const left = world.network.leftovers(mark).filter(({ sent }) => !maybeNeeded || sent.reference !== kept);
  return left.map(({ sent }) => `a container is left of ${sent.reference}, and it is ${status}`);
}

function numbersAttempts({ attempts, status }: Distribution, items: Item[]): string[] {
  const found = items.filter(({ sk }) => sk.startsWith('ATTEMPT#'));
  const numbers = found.map(({ number }) => Number(number)).sort((one, other) => one - other);
  const open = status === 'archived' ? [] : found.filter(({ state }) => state === 'committing');
  const expected = Array.from({ length: attempts }, (_, index) => index + 1);
  return [
    ...(numbers.join() === expected.join() ? [] : [`attempts ${numbers.join()} of ${attempts}`]),
    ...open.map(({ number }) => `attempt ${number} is still open`),
    ...(found.filter(({ state }) => state === 'succeeded').length > 1 ? ['two attempts succeeded'] : []),
  ];
}

/** One transaction, one revision, and the one event that the change is due; the start of an attempt stands on the attempt. */
function recordsChange({ before, after, events, attempts, by }: Change): string[] {
  const what = `${by}: ${before?.status} → ${after.status} with [${events}] and attempts [${attempts}]`;
  if (before === undefined) return events.join() === 'DISTRIBUTION_CREATED' ? [] : [what];
  if (after.revision !== before.revision + 1) return [`${what} skips a revision`];
  if (after.version < before.version || after.textVersion < before.textVersion) return [`${what} goes back`];
  if (before.status === 'published' && after.status !== 'archived') return [`${what} leaves "published"`];
  if (after.status === 'publishing' && before.status !== 'publishing' && !attempts.includes(after.attempts))
    return [what];
  const due = before.status === after.status ? undefined : eventsTo[after.status];
  if (due === undefined) return new Set(events).size === events.length ? [] : [what];
  return events.filter((event) => due.includes(event)).length === 1 ? [] : [what];
}

/** Works for no one post, and mostly finds nothing to do. */
const chores = /^(sync|release) /;

/** Whoever lost ended without a throw, and said why. */
export function faultsOfActors(actors: Actor[]): string[] {
  return actors.flatMap((actor) => {
    const { name, state, effects, said, complaints, faults, error } = actor;
    if (state === 'runs') return [`${name} hangs`];
    if (state === 'died' || faults.length > 0) return [];
    if (state === 'threw') return [`${name} threw ${error instanceof Error ? error.stack : error}`];
    if (complaints.length > 0) return [`${name} complained: ${complaints.join('; ')}`];
    const isSilent = effects.length === 0 && said.length === 0 && !chores.test(name);
    return isSilent ? [`${name} changed nothing and does not say why`] : [];
  });
}

/** The ledger holds a place for each post that stands or may stand, in the hour that it was taken for. */
export async function faultsOfLedger(world: World, account: Account, posts: Post[]): Promise<string[]> {
  const items = await world.items(platformPk(account.tenantId, account.id));
  const counted = new Map<string, number>();
  for (const { sk, posts: count } of items) if (sk.startsWith('USAGE#')) counted.set(sk.slice(6), Number(count ?? 0));
  const expected = new Map<string, number>();
  for (const { id } of posts) {
    for (const attempt of await world.items(distributionPk(account.tenantId, id))) {
      // What was put out of sight as unknown may stand, so it keeps its place.
      const mayStand = attempt.state === 'succeeded' || attempt.state === 'unknown';
      if (!attempt.sk.startsWith('ATTEMPT#') || !mayStand) continue;
      const at = String(attempt.ledgerAt);
      for (const period of [at.slice(0, 13), at.slice(0, 10)]) expected.set(period, (expected.get(period) ?? 0) + 1);
    }
  }
  const periods = new Set([...counted.keys(), ...expected.keys()]);
  return [...periods].flatMap((period) => {
    const [held, stand] = [counted.get(period) ?? 0, expected.get(period) ?? 0];
    const limit = period.length === 13 ? (account.postsPerHour ?? held) : held;
    return held === stand && held <= limit
      ? []
      : [`the ledger holds ${held} for ${period}, ${stand} stand or may stand`];
  });
}

import type * as z from 'zod';
import type { Item } from '../../kernel/table/client.ts';
import { indexKeys, timeSortKey } from '../../kernel/table/key-parts.ts';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import { getItem, getItems, readLazily } from '../../kernel/table/read.ts';
import { isNew, put, updateAlways } from '../../kernel/table/transact.ts';
import { HOUR_MS } from '../../kernel/time/durations.ts';
import { type Distribution, distributionSchema } from './distribution.ts';
import { phaseOf } from './group-progress.ts';
import { postGuards } from './guards.ts';
import { attentionShard, listedAs, postKeys, postLists } from './keys.ts';
import { attentionAt, isQueued } from './next-check.ts';
import { assertConsistent } from './transitions.ts';

/** The item of a state, with the keys of every list that it belongs to. */
function toDistributionItem(state: Distribution, before?: Distribution): Item {
  const { tenantId, id } = state;
  const place = timeSortKey(listTime(state), id);
  const listed = {
    ...indexKeys('gsi1', postLists.distributionsByStatus.pk(tenantId, listedAs(state.status)), place),
    ...indexKeys('gsi2', postLists.distributionsByPlatform.pk(tenantId, state.platformId), place),
    ...(state.contentId && indexKeys('gsi3', postLists.distributionsByContent.pk(tenantId, state.contentId), place)),
    ...indexKeys('gsi4', postLists.distributions.pk(tenantId), place),
    ...attentionKeys(state),
    ...waitingKeys(state),
  };
  // Checked on the way in: an item that could not be read again would stop everything that reads it.
  const checked = before === undefined ? distributionSchema.parse(state) : checkedChanges(before, state);
  return { ...postKeys.distribution(tenantId, id), ...listed, ...checked };
}

const fields: Record<string, z.ZodType> = distributionSchema.shape;

/** A state whose predecessor was read from the table, or checked before: what it has changed is what can be wrong. */
function checkedChanges(before: Distribution, after: Distribution): Record<string, unknown> {
  const was: Record<string, unknown> = before;
  const known = Object.entries(after).filter(([name]) => Object.hasOwn(fields, name));
  return Object.fromEntries(
    known.map(([name, value]) => [name, value === was[name] ? value : fields[name]!.parse(value)]),
  );
}

export const LIST_LAG_MS = HOUR_MS;

/**
 * By its planned time, so that publishing does not move it in three lists; by the time at which it went or is to go out
 * where that is far off. So nothing is further than `LIST_LAG_MS` behind its place.
 */
function listTime({ publishedAt, dueAt, scheduledFor, createdAt }: Distribution): string {
  const real = publishedAt ?? dueAt;
  if (scheduledFor === undefined) return createdAt;
  return real !== undefined && Date.parse(real) - Date.parse(scheduledFor) > LIST_LAG_MS ? real : scheduledFor;
}

/** Reads an item back; keys of lists fall away. */
export function fromDistributionItem(item: Item): Distribution {
  return distributionSchema.parse(item);
}

export async function readDistribution(tenantId: string, id: string): Promise<Distribution | undefined> {
  const item = await getItem(postKeys.distribution(tenantId, id));
  return item && fromDistributionItem(item);
}

export async function readDistributions(tenantId: string, ids: string[]): Promise<Distribution[]> {
  const items = await getItems(ids.map((id) => postKeys.distribution(tenantId, id)));
  return items.filter((item) => item !== undefined).map(fromDistributionItem);
}

/** For half the price, where what was written in the last moments may be missing. */
export async function readDistributionsLazily(tenantId: string, ids: string[]): Promise<Distribution[]> {
  const items = await readLazily(ids.map((id) => postKeys.distribution(tenantId, id)));
  return items.filter((item) => item !== undefined).map(fromDistributionItem);
}

/** The items of several distributions by id, in one round trip; each is read (`fromDistributionItem`) where it is used. */
export async function readDistributionItems(
  plans: readonly { tenantId: string; distributionId: string }[],
): Promise<Map<string, Item>> {
  // DynamoDB refuses a batch that names an item twice.
  const wanted = new Map(plans.map(({ tenantId, distributionId: id }) => [id, postKeys.distribution(tenantId, id)]));
  const items = await getItems([...wanted.values()]);
  return new Map(items.filter((item) => item !== undefined).map((item) => [String(item.id), item]));
}

export function insertDistribution(state: Distribution): LabelledAction {
  assertConsistent(state, 'The first state');
  return put(postGuards.newDistribution, toDistributionItem(state), isNew);
}

/**
 * Writes the next state only over exactly the one it was made from, and with it the progress of its cross-post group.
 */
export function moveDistribution(before: Distribution, after: Distribution): LabelledAction[] {
  return [writeOver(before, after), ...countInGroup(before, after)];
}

/** The same for several members of one group in one transaction, which writes the group's progress itself. */
export function moveMember(before: Distribution, after: Distribution): LabelledAction {
  return writeOver(before, after);
}

function writeOver(before: Distribution, after: Distribution): LabelledAction {
  return put(postGuards.distribution, toDistributionItem(after, before), {
    expression: '#revision = :revision',
    names: { '#revision': 'revision' },
    values: { ':revision': before.revision },
  });
}

/** A group counts its members by how far they are. */
function countInGroup({ tenantId, status, crossPostGroupId }: Distribution, after: Distribution): LabelledAction[] {
  const [from, to] = [phaseOf(status), phaseOf(after.status)];
  // What is put out of sight has ended before, and stays counted as it ended.
  const isSame = from === to || (after.status === 'archived' && from !== 'waiting');
  if (crossPostGroupId === undefined || isSame) return [];
  const key = postKeys.crossPostGroup(tenantId, crossPostGroupId);
  return [updateAlways(key, `ADD ${from} :minusOne, ${to} :one`, { ':minusOne': -1, ':one': 1 })];
}

function attentionKeys(state: Distribution): Record<string, string> {
  const at = attentionAt(state);
  if (at === undefined) return {};
  const pk = postLists.attention.pk(at.slice(0, 13), attentionShard(state.id));
  return indexKeys(postLists.attention.index, pk, timeSortKey(at, state.id));
}

function waitingKeys(state: Distribution): Record<string, string> {
  if (state.status !== 'scheduled' || state.held === 'paused') return {};
  const inLine = isQueued(state) ? postLists.inLine : undefined;
  const list = state.held === undefined ? inLine : postLists.held;
  if (list === undefined) return {};
  const since = state.waitingSince ?? state.dueAt ?? state.updatedAt;
  return indexKeys(list.index, list.pk(state.tenantId, state.platformId), timeSortKey(since, state.id));
}

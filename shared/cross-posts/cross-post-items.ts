import { listPage, mapPage, type Page, type PageQuery } from '../kernel/requests/page.ts';
import type { Item } from '../kernel/table/client.ts';
import { indexKeys, listOf, timeSortKey } from '../kernel/table/key-parts.ts';
import type { LabelledAction } from '../kernel/table/labelled-action.ts';
import { getItem } from '../kernel/table/read.ts';
import { isNew, put } from '../kernel/table/transact.ts';
import { postKeys } from '../posts/model/keys.ts';
import { crossPostGuards } from './guards.ts';
import { crossPostLists } from './keys.ts';
import { type CrossPostGroup, crossPostGroupSchema } from './model/cross-post-group.ts';

export function insertCrossPost(group: CrossPostGroup): LabelledAction {
  return put(crossPostGuards.newCrossPost, toItem(group), isNew);
}

/** Writes a change of the group over exactly the one it was made from, its members' progress included. */
export function replaceCrossPost(before: CrossPostGroup, after: CrossPostGroup): LabelledAction {
  const { revision, waiting, published, failed, cancelled } = before;
  return put(crossPostGuards.crossPost, toItem(after), {
    expression:
      'revision = :revision AND waiting = :waiting AND published = :published AND failed = :failed AND cancelled = :cancelled',
    values: {
      ':revision': revision,
      ':waiting': waiting,
      ':published': published,
      ':failed': failed,
      ':cancelled': cancelled,
    },
  });
}

export async function readCrossPost(tenantId: string, id: string): Promise<CrossPostGroup | undefined> {
  const item = await getItem(postKeys.crossPostGroup(tenantId, id));
  return item && fromCrossPostItem(item);
}

function fromCrossPostItem(item: Item): CrossPostGroup {
  return crossPostGroupSchema.parse(item);
}

function toItem(group: CrossPostGroup): Item {
  const { tenantId, id, createdAt } = group;
  const listed = indexKeys('gsi1', crossPostLists.crossPostGroups.pk(tenantId), timeSortKey(createdAt, id));
  return { ...postKeys.crossPostGroup(tenantId, id), ...listed, ...group };
}

/** Newest first. */
export async function readCrossPostPage(tenantId: string, query: PageQuery): Promise<Page<CrossPostGroup>> {
  const list = listOf(crossPostLists.crossPostGroups, tenantId);
  return mapPage(await listPage({ ...list, descending: true }, query), fromCrossPostItem);
}

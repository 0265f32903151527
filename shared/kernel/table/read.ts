import { setTimeout as delay } from 'node:timers/promises';
import { invalidCursor } from '../herald-error.ts';
import { documentClient, type Item, type Key, tableName } from './client.ts';
import { BatchGetCommand, GetCommand, QueryCommand } from './commands.ts';
import { type IndexName, tableIndexes } from './indexes.ts';

/** Strongly consistent. */
export async function getItem(key: Key): Promise<Item | undefined> {
  const answer = await documentClient.send(new GetCommand({ TableName: tableName(), Key: key, ConsistentRead: true }));
  return answer.Item as Item | undefined;
}

/** DynamoDB reads no more in one batch. */
const MAX_KEYS = 100;

/** A round trip for each 100 items, strongly consistent, in the order of the keys; gaps are undefined. */
export function getItems(wanted: Key[]): Promise<(Item | undefined)[]> {
  return readBatch(wanted, true);
}

/** The same for half the price, where what was written in the last moments may be missing. */
export function readLazily(wanted: Key[]): Promise<(Item | undefined)[]> {
  return readBatch(wanted, false);
}

async function readBatch(wanted: Key[], ConsistentRead: boolean): Promise<(Item | undefined)[]> {
  if (wanted.length === 0) return [];
  const found = new Map<string, Item>();
  // DynamoDB refuses a key that comes twice in one batch.
  let pending: Key[] = [...new Map(wanted.map((key) => [`${key.pk}\n${key.sk}`, key])).values()];
  while (pending.length > 0) {
    const answer = await documentClient.send(
      new BatchGetCommand({
        RequestItems: { [tableName()]: { Keys: pending.slice(0, MAX_KEYS), ConsistentRead } },
      }),
    );
    for (const item of (answer.Responses[tableName()] ?? []) as Item[]) found.set(`${item.pk}\n${item.sk}`, item);
    const left = answer.UnprocessedKeys[tableName()]?.Keys ?? [];
    pending = [...left, ...pending.slice(MAX_KEYS)];
    if (left.length > 0) await delay(20 + Math.random() * 80);
  }
  return wanted.map(({ pk, sk }) => found.get(`${pk}\n${sk}`));
}

/** Part of one partition by sort key, whole items. */
export async function queryPartition(options: {
  pk: string;
  prefix?: string;
  between?: [string, string];
  after?: string;
  limit?: number;
  descending?: boolean;
}): Promise<Item[]> {
  const { pk, prefix, between, after, limit, descending = false } = options;
  const range = between ? ' AND sk BETWEEN :from AND :to' : prefix ? ' AND begins_with(sk, :prefix)' : '';
  const items: Item[] = [];
  let start: Record<string, unknown> | undefined = after === undefined ? undefined : { pk, sk: after };
  do {
    const answer = await sendPage(
      after !== undefined,
      new QueryCommand({
        TableName: tableName(),
        KeyConditionExpression: `pk = :pk${range}`,
        ExpressionAttributeValues: {
          ':pk': pk,
          ...(between ? { ':from': between[0], ':to': between[1] } : prefix ? { ':prefix': prefix } : {}),
        },
        ConsistentRead: true,
        ScanIndexForward: !descending,
        ...(limit !== undefined && { Limit: limit - items.length }),
        ...(start && { ExclusiveStartKey: start }),
      }),
    );
    items.push(...(answer.Items as Item[]));
    start = answer.LastEvaluatedKey;
  } while (start !== undefined && (limit === undefined || items.length < limit));
  return items;
}

/** An entry of a list: the keys of the item, and its sort key in the list. */
export interface ListEntry extends Key {
  position: string;
}

/** A list: all entries of an index under one key. */
export interface ListPart {
  index: IndexName;
  pk: string;
}

/** One page of a keys-only index. `after` is the last page's `next`. */
export async function queryList(
  options: ListPart & {
    limit: number;
    after?: ListEntry | undefined;
    from?: string;
    to?: string;
    descending?: boolean;
  },
): Promise<{ entries: ListEntry[]; next: ListEntry | undefined }> {
  const { index, pk, limit, after, from = ' ', to = '~', descending = false } = options;
  const { pk: pkName, sk: skName } = tableIndexes[index];
  const answer = await sendPage(
    after !== undefined,
    new QueryCommand({
      TableName: tableName(),
      IndexName: index,
      KeyConditionExpression: '#pk = :pk AND #sk BETWEEN :from AND :to',
      ExpressionAttributeNames: { '#pk': pkName, '#sk': skName },
      ExpressionAttributeValues: { ':pk': pk, ':from': from, ':to': to },
      ScanIndexForward: !descending,
      Limit: limit,
      ...(after && { ExclusiveStartKey: { pk: after.pk, sk: after.sk, [pkName]: pk, [skName]: after.position } }),
    }),
  );
  const entries = answer.Items.map((item) => ({
    pk: String(item.pk),
    sk: String(item.sk),
    position: String(item[skName]),
  }));
  return { entries, next: answer.LastEvaluatedKey === undefined ? undefined : entries.at(-1) };
}

/** A page of items by a keys-only index: two round trips however long the list is. */
export async function listItems(
  options: Parameters<typeof queryList>[0],
): Promise<{ items: Item[]; next: ListEntry | undefined }> {
  const page = await queryList(options);
  const items = await getItems(page.entries.map(({ pk, sk }) => ({ pk, sk })));
  return { items: items.filter((item) => item !== undefined), next: page.next };
}

/** Every item of a list, read page by page as the caller asks for more. */
export async function* allItems(
  options: Omit<Parameters<typeof queryList>[0], 'after' | 'limit'>,
): AsyncGenerator<Item> {
  let after: ListEntry | undefined;
  do {
    const page = await listItems({ ...options, limit: MAX_KEYS, after });
    yield* page.items;
    after = page.next;
  } while (after !== undefined);
}

/** A start key comes from a caller's cursor: where DynamoDB refuses it, the cursor is wrong and the answer is 400. */
async function sendPage(fromCursor: boolean, query: QueryCommand): ReturnType<QueryCommand['sendBy']> {
  try {
    return await documentClient.send(query);
  } catch (error) {
    if (fromCursor && error instanceof Error && error.name === 'ValidationException') throw invalidCursor();
    throw error;
  }
}

import type { CheckedOperation } from '../dynalite/dynalite.ts';
import { parsedExpressions } from './parsed-expressions.ts';

type Check = (value: unknown) => boolean;
type Members = Record<string, unknown>;

const isBoolean: Check = (value) => value === true || value === false;
const isText: Check = (value) => typeof value === 'string';
const isName: Check = (value) => typeof value === 'string' && /^[a-zA-Z0-9_.-]{3,255}$/.test(value);
const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 1;
const oneOf = (...texts: string[]): Check => {
  const known = new Set<unknown>(texts);
  return (value) => known.has(value);
};
/** A form from before there were expressions. */
const isOlder: Check = () => false;

const expressions = { ExpressionAttributeNames: isPlainNames, ExpressionAttributeValues: isPlainValues };
const reads = {
  TableName: isName,
  AttributesToGet: isOlder,
  ConsistentRead: isBoolean,
  ProjectionExpression: isText,
  ReturnConsumedCapacity: oneOf('INDEXES', 'TOTAL', 'NONE'),
  ...expressions,
};
const pages = {
  ...reads,
  IndexName: isName,
  Select: oneOf('SPECIFIC_ATTRIBUTES', 'COUNT', 'ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES'),
  ConditionalOperator: isOlder,
  Limit: isCount,
  ExclusiveStartKey: isPlainItem,
  FilterExpression: isText,
};
const writes = {
  TableName: isName,
  ConditionalOperator: isOlder,
  Expected: isOlder,
  ReturnConsumedCapacity: reads.ReturnConsumedCapacity,
  ReturnItemCollectionMetrics: oneOf('SIZE', 'NONE'),
  ReturnValues: oneOf('NONE', 'ALL_OLD'),
  ConditionExpression: isText,
  ...expressions,
};

interface Form {
  required: string[];
  members: Record<string, Check>;
}

const forms: Partial<Record<CheckedOperation, Form>> = {
  BatchGetItem: {
    required: ['RequestItems'],
    members: { RequestItems: isPlainBatch, ReturnConsumedCapacity: reads.ReturnConsumedCapacity },
  },
  GetItem: { required: ['TableName', 'Key'], members: { ...reads, Key: isPlainItem } },
  PutItem: { required: ['TableName', 'Item'], members: { ...writes, Item: isPlainItem } },
  DeleteItem: { required: ['TableName', 'Key'], members: { ...writes, Key: isPlainItem } },
  UpdateItem: {
    required: ['TableName', 'Key'],
    members: {
      ...writes,
      Key: isPlainItem,
      AttributeUpdates: isOlder,
      UpdateExpression: isText,
      ReturnValues: oneOf('ALL_NEW', 'UPDATED_OLD', 'ALL_OLD', 'NONE', 'UPDATED_NEW'),
    },
  },
  Query: {
    required: ['TableName', 'KeyConditionExpression'],
    members: {
      ...pages,
      KeyConditions: isOlder,
      QueryFilter: isOlder,
      KeyConditionExpression: isText,
      ScanIndexForward: isBoolean,
    },
  },
};

/**
 * The members of a request that the operation knows, if it is plainly right: nothing has to be converted, and nothing is
 * near a limit. Nearly all requests are, and the full check takes many times as long; it says what is wrong with others.
 */
export function plainRequest(operation: CheckedOperation, body: object): Members | undefined {
  const form = forms[operation];
  if (!form) return undefined;
  const request: Members = {};
  for (const name in body) {
    const value = (body as Members)[name];
    const check = form.members[name];
    if (value === undefined || value === null || !check) continue;
    if (!check(value)) return undefined;
    request[name] = value;
  }
  for (const name of form.required) if (request[name] === undefined) return undefined;
  return request;
}

const MAX_BATCH = 100;

function isPlainBatch(batch: unknown): boolean {
  if (!isObject(batch)) return false;
  const keys = new Set<string>();
  let count = 0;
  for (const table in batch) {
    const request = batch[table];
    if (!isName(table) || !isObject(request) || !isPlainPartOfBatch(request)) return false;
    count += (request.Keys as unknown[]).length;
    for (const key of request.Keys as Members[]) keys.add(table + identityOf(key));
  }
  return count > 0 && count <= MAX_BATCH && keys.size === count;
}

function isPlainPartOfBatch(request: Members): boolean {
  for (const name in request)
    if (request[name] === null || (name !== 'Keys' && !reads[name as 'TableName'])) return false;
  const { Keys, ConsistentRead = true, AttributesToGet } = request;
  if (!Array.isArray(Keys) || !Keys.every(isPlainItem) || !isBoolean(ConsistentRead)) return false;
  return AttributesToGet === undefined && parsedExpressions(request) !== undefined;
}

const identityOf = (key: Members) =>
  JSON.stringify(
    Object.keys(key)
      .sort()
      .map((name) => key[name]),
  );

function isPlainItem(value: unknown): boolean {
  if (!isObject(value)) return false;
  // Arrays and objects of other kinds have no place in JSON that names attributes.
  for (const name in value) if (name === '__proto__' || !isPlainValue(value[name])) return false;
  return true;
}

/** Integers and short decimals as DynamoDB writes them; others have digits to count. */
const PLAIN_NUMBER = /^(0|-?[1-9]\d{0,14}|-?(0|[1-9]\d{0,7})\.\d{0,7}[1-9])$/;

function isPlainValue(value: unknown): boolean {
  if (!isObject(value)) return false;
  let type: string | undefined;
  for (const name in value) {
    if (type !== undefined) return false;
    type = name;
  }
  switch (type) {
    case 'S':
      return typeof value.S === 'string';
    case 'N':
      return typeof value.N === 'string' && PLAIN_NUMBER.test(value.N);
    case 'BOOL':
      return isBoolean(value.BOOL);
    case 'NULL':
      return value.NULL === true;
    case 'M':
      return isPlainItem(value.M);
    case 'L':
      return Array.isArray(value.L) && value.L.every(isPlainValue);
    case 'SS':
      return isPlainSet(value.SS);
    default:
      return false;
  }
}

function isPlainSet(members: unknown): boolean {
  if (!Array.isArray(members) || members.length === 0 || !members.every(isText)) return false;
  return new Set(members).size === members.length;
}

function isPlainNames(names: unknown): boolean {
  if (!isObject(names)) return false;
  let count = 0;
  for (const name in names) {
    if (!/^#[0-9a-zA-Z_]+$/.test(name) || typeof names[name] !== 'string') return false;
    count += 1;
  }
  return count > 0;
}

function isPlainValues(values: unknown): boolean {
  if (!isObject(values)) return false;
  let count = 0;
  for (const name in values) {
    if (!/^:[0-9a-zA-Z_]+$/.test(name) || !isPlainValue(values[name])) return false;
    count += 1;
  }
  return count > 0;
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

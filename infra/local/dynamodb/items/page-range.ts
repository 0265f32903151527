import { validationError } from '../aws-errors.ts';
import { dynalite } from '../dynalite/dynalite.ts';
import type { CheckedRequest } from '../requests/check-request.ts';
import type { KeyConditions } from '../requests/expressions.ts';
import {
  entryKey,
  itemKey,
  partitionStart,
  type RangeOperator,
  segmentRange,
  sortKeyRange,
} from '../storage/item-key.ts';
import { indexPrefix, itemPrefix, type KeyRange, rangeOf } from '../storage/key-space.ts';
import type { Table } from '../tables/table.ts';
import { type KeyAttribute, type KeyAttributes, layoutOf } from '../tables/table-layout.ts';
import type { AttributeValue, Item } from './attribute-value.ts';
import { throwIf } from './table-key.ts';

/** Where a query or scan reads. */
export interface PageRange {
  range: KeyRange;
  /** The attributes that a following page starts behind. */
  startNames: string[];
}

interface Source {
  prefix: string;
  key: KeyAttributes;
  startNames: string[];
  keyInStore: (start: Item) => string;
}

const BAD_START = 'The provided starting key is invalid';
const NOT_INDEXABLE = new Set(['NULL', 'NOT_NULL', 'NE', 'CONTAINS', 'NOT_CONTAINS', 'IN']);

/** @throws AwsError ValidationException when the query doesn't fit the table */
export function queryRange(table: Table, request: CheckedRequest): PageRange {
  const { ExclusiveStartKey: start, ScanIndexForward, values } = request;
  const source = sourceOf(table, request);
  const [hash, range] = source.key;
  const conditions = request.expressions.keyConditions!;
  checkStartNames(source, start);
  for (const attribute of source.key) {
    checkStartPart(start, attribute, attribute === hash);
    checkKeyCondition(conditions, attribute, source.key, values);
  }
  const valuesOf = (attribute: KeyAttribute) => conditions[attribute.name]!.values.map((name) => values[name]!);
  const hashValue = valuesOf(hash)[0]!;
  const sortCondition = range && conditions[range.name];
  const sortValues = sortCondition ? valuesOf(range) : [];
  if (start) {
    checkTableKeyOfStart(table, start);
    const isInPartition = start[hash.name]![hash.type] === hashValue[hash.type];
    if (sortCondition && !dynalite.compare(sortCondition.operator, start[range.name]!, sortValues)) {
      throw validationError('The provided starting key does not match the range key predicate');
    }
    if (!isInPartition) {
      throw validationError(
        sortCondition
          ? 'The query can return at most one row and cannot be restarted'
          : 'The provided starting key is outside query boundaries based on provided conditions',
      );
    }
  }
  checkExpressionsFit(table, source, request);
  const partition = partitionStart(hashValue, hash);
  const asked = sortKeyRange(partition, range, sortCondition?.operator as RangeOperator | undefined, sortValues);
  return { range: after(source, asked, start, ScanIndexForward === false), startNames: source.startNames };
}

/** @throws AwsError ValidationException when the scan doesn't fit the table */
export function scanRange(table: Table, request: CheckedRequest): PageRange {
  const { ExclusiveStartKey: start, IndexName } = request;
  const { Segment = 0, TotalSegments = 1 } = request as { Segment?: number; TotalSegments?: number };
  const source = sourceOf(table, request);
  if (start && Object.keys(start).length !== source.startNames.length) {
    throw validationError(IndexName ? BAD_START : `${BAD_START}: The provided key element does not match the schema`);
  }
  if (IndexName) {
    for (const attribute of source.key) checkStartPart(start, attribute, attribute === source.key[0]);
  }
  if (start) checkTableKeyOfStart(table, start);
  checkExpressionsFit(table, source, request);
  const asked = TotalSegments > 1 ? segmentRange(Segment, TotalSegments) : undefined;
  const from = start && source.keyInStore(start);
  if (asked && from !== undefined && (from < asked.gte || from >= asked.lt)) {
    throw validationError(
      `${BAD_START}: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. ` +
        `TotalSegments: ${TotalSegments} Segment: ${Segment}`,
    );
  }
  return { range: after(source, asked, start, false), startNames: source.startNames };
}

function sourceOf(table: Table, { IndexName, ConsistentRead, Select }: CheckedRequest): Source {
  const { description } = table;
  const { key, indexes } = layoutOf(description);
  const tableNames = key.map(({ name }) => name);
  if (IndexName === undefined) {
    const keyInStore = (start: Item) => itemKey(key, start);
    return { prefix: itemPrefix(description.TableName), key, startNames: tableNames, keyInStore };
  }
  const layout = indexes.find(({ index }) => index.IndexName === IndexName);
  if (!layout) throw validationError(`The table does not have the specified index: ${IndexName}`);
  if (ConsistentRead) throw validationError('Consistent reads are not supported on global secondary indexes');
  if (Select === 'ALL_ATTRIBUTES' && layout.shown) {
    throw validationError(
      'One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary ' +
        `index ${IndexName} because its projection type is not ALL`,
    );
  }
  return {
    prefix: indexPrefix(description.TableName, IndexName),
    key: layout.key,
    startNames: [...new Set([...tableNames, ...layout.key.map(({ name }) => name)])],
    keyInStore: (start) => entryKey(layout.key, key, start),
  };
}

/** The range in the whole store, behind the start of a following page. */
function after({ prefix, keyInStore }: Source, asked: KeyRange | undefined, start: Item | undefined, reverse: boolean) {
  const range = asked ? { gte: prefix + asked.gte, lt: prefix + asked.lt } : rangeOf(prefix);
  if (!start) return range;
  const from = prefix + keyInStore(start);
  return reverse ? { gte: range.gte, lt: from } : { gt: from, lt: range.lt };
}

function checkStartNames({ startNames }: Source, start: Item | undefined): void {
  if (start && Object.keys(start).length !== startNames.length) throw validationError(BAD_START);
}

function checkStartPart(start: Item | undefined, { name, type }: KeyAttribute, isHash: boolean): void {
  if (!start) return;
  if (!start[name]) throw validationError(BAD_START);
  throwIf(dynalite.validateKeyPiece(start, name, type, isHash));
}

function checkTableKeyOfStart({ description }: Table, start: Item): void {
  const key: Item = {};
  for (const { name } of layoutOf(description).key) if (start[name]) key[name] = start[name];
  const invalid = dynalite.validateKey(key, description);
  if (invalid) throw validationError(`${BAD_START}: ${invalid.message}`);
}

function checkKeyCondition(
  conditions: KeyConditions,
  { name, type }: KeyAttribute,
  key: KeyAttributes,
  values: Record<string, AttributeValue>,
): void {
  const isHash = name === key[0].name;
  const count = Object.keys(conditions).length;
  if (isHash && key.length === 1 && count > 1) throw validationError('Query key condition not supported');
  const condition = conditions[name];
  if (!condition) {
    if (isHash || count > 1) throw validationError(`Query condition missed key schema element: ${name}`);
    return;
  }
  if (NOT_INDEXABLE.has(condition.operator)) {
    throw validationError('Attempted conditional constraint is not an indexable operation');
  }
  if (condition.values.some((value) => values[value]![type] === undefined)) {
    throw validationError(
      'One or more parameter values were invalid: Condition parameter type does not match schema type',
    );
  }
  if (isHash && condition.operator !== 'EQ') throw validationError('Query key condition not supported');
}

function checkExpressionsFit({ description }: Table, { key }: Source, request: CheckedRequest): void {
  const { projection, filter } = request.expressions;
  throwIf(dynalite.validateKeyPaths(projection?.nestedPaths, description));
  // A scan may filter by keys.
  const heads = request.expressions.keyConditions ? (filter?.pathHeads ?? (request.QueryFilter as object)) : undefined;
  for (const { name } of key) {
    if (!heads || !Object.hasOwn(heads, name)) continue;
    throw validationError(
      `${request.QueryFilter ? 'QueryFilter' : 'Filter Expression'} can only contain non-primary key attributes: ` +
        `Primary key attribute: ${name}`,
    );
  }
  throwIf(dynalite.validateKeyPaths(filter?.nestedPaths, description));
}

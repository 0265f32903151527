import { createRequire } from 'node:module';
import type { AttributeValue, Item } from '../items/attribute-value.ts';
import type { KeySchema, TableDescription } from '../tables/table.ts';

/**
 * The one file that knows the inside of the package dynalite. The package is a server; the engine uses its parts as a
 * library, because the server has no transactions and no streams. They have no types and no promise to stay.
 *
 * What an update can break, so that the version is pinned:
 * - the paths and names below;
 * - the parsed expressions (`_condition`, `_filter`, `_projection`, `_updates`), which condition.ts and item-reads.ts
 *   evaluate themselves;
 * - what an action asks of its store (`getTable`, `getItemDb`, `getIndexDb`, `options`), which read-view.ts and
 *   write-view.ts stand in for;
 * - the format of keys (`createKey`, `createIndexKey`), which is on disk: data folders of another format are unreadable.
 *
 * To update: raise the version here and in package.json, and run `npm run test:local`, where a second, independent
 * engine passes the same contract.
 */
export const DYNALITE_VERSION = '4.0.0';

type Key = Item;
type Problem = Error | null | undefined;

/** Keys and checks. Each check answers its error instead of throwing it. */
interface DynaliteDb {
  validateKey(key: Key, table: TableDescription): Problem;
  validateItem(item: Item, table: TableDescription): Problem;
  /** `updates` in the older form, and as an expression was parsed. */
  validateUpdates(updates: unknown, parsedExpression: unknown, table: TableDescription): Problem;
  /** Only conditions in the older form, `Expected`, when the parsed expression is left out. */
  checkConditional(request: object, existing: Item | undefined): Problem;
  compare(operator: string, left: AttributeValue, right: AttributeValue): boolean;
  /** The parts of an item that a projection names. */
  mapPaths(paths: unknown[], item: Item): Item;
  createKey(item: Key, table: TableDescription): string;
  createIndexKey(item: Item, table: TableDescription, keySchema: KeySchema): string;
}

interface DynaliteValidations {
  /** Drops what it does not know and throws SerializationException on a wrong type. */
  checkTypes(body: object, types: object): Record<string, unknown>;
  checkValidations(body: object, types: object, custom: unknown, store: object): void;
}

/** The rules of one operation's request. */
interface DynaliteRules {
  types: object;
  custom?: unknown;
}

type DynaliteAction = (
  store: object,
  request: object,
  callback: (error: Problem, output?: Record<string, unknown>) => void,
) => void;

const require = createRequire(import.meta.url);

/** @throws Error that names the file that is no longer there */
function inside<Part>(path: string): Part {
  try {
    return require(`dynalite/${path}.js`) as Part;
  } catch (cause) {
    throw new Error(
      `The local DynamoDB needs dynalite/${path}.js as in dynalite ${DYNALITE_VERSION}, and cannot load it: install ` +
        'that version (npm ci), or adapt infra/local/dynamodb/dynalite/dynalite.ts to the new one.',
      { cause },
    );
  }
}

export const dynalite = inside<DynaliteDb>('db/index');
export const validations = inside<DynaliteValidations>('validations/index');

export const actions = {
  BatchGetItem: inside<DynaliteAction>('actions/batchGetItem'),
  CreateTable: inside<DynaliteAction>('actions/createTable'),
  DeleteItem: inside<DynaliteAction>('actions/deleteItem'),
  GetItem: inside<DynaliteAction>('actions/getItem'),
  PutItem: inside<DynaliteAction>('actions/putItem'),
  Query: inside<DynaliteAction>('actions/query'),
  Scan: inside<DynaliteAction>('actions/scan'),
  UpdateItem: inside<DynaliteAction>('actions/updateItem'),
};

export const rules = {
  BatchGetItem: inside<DynaliteRules>('validations/batchGetItem'),
  CreateTable: inside<DynaliteRules>('validations/createTable'),
  DeleteItem: inside<DynaliteRules>('validations/deleteItem'),
  GetItem: inside<DynaliteRules>('validations/getItem'),
  ListTables: inside<DynaliteRules>('validations/listTables'),
  PutItem: inside<DynaliteRules>('validations/putItem'),
  Query: inside<DynaliteRules>('validations/query'),
  Scan: inside<DynaliteRules>('validations/scan'),
  UpdateItem: inside<DynaliteRules>('validations/updateItem'),
};

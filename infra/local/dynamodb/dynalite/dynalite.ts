import { createRequire } from 'node:module';
import type { AttributeValue, Item } from '../items/attribute-value.ts';
import type { TableDescription } from '../tables/table.ts';

/**
 * The one file that knows the inside of the package dynalite. The package is a server; the engine uses its checks and its
 * parsers of expressions as a library. They have no types and no promise to stay.
 *
 * What an update can break, so that the version is pinned:
 * - the paths and names below;
 * - the parsed expressions, which requests/parsed-expressions.ts translates;
 * - the digits of number and binary keys (`toRangeStr`), which are on disk.
 *
 * To update: raise the version here and in package.json, and run `npm run test:local`, where a second, independent
 * engine passes the same contract.
 */
export const DYNALITE_VERSION = '4.0.0';

type Problem = Error | null | undefined;

/** Checks answer their error instead of throwing it. */
interface DynaliteDb {
  validateKey(key: Item, table: TableDescription): Problem;
  validateKeyPiece(key: Item, attribute: string, type: string, isHash: boolean): Problem;
  /** `nestedPaths` of a parsed expression. */
  validateKeyPaths(nestedPaths: object | undefined, table: TableDescription): Problem;
  validateItem(item: Item, table: TableDescription): Problem;
  /** The older form, and the parsed expression. */
  validateUpdates(attributeUpdates: undefined, updates: object | undefined, table: TableDescription): Problem;
  /** Conditions in the older form. */
  checkConditional(request: { Expected: unknown; ConditionalOperator?: string }, existing: Item | undefined): Problem;
  compare(operator: string, left: AttributeValue, right: AttributeValue | AttributeValue[]): boolean;
  /** The parts of an item that a projection names. */
  mapPaths(paths: unknown[], item: Item): Item;
  toRangeStr(value: string, type: string): string;
}

/** An expression as dynalite parses it: values stand in it as the objects of the request. */
export interface DynaliteNode {
  type: string;
  name?: string;
  args: unknown[];
}

/** What `validateExpressions` writes into a request. */
export interface DynaliteExpressions {
  _condition?: { expression: DynaliteNode };
  _filter?: { expression: DynaliteNode; pathHeads: object; nestedPaths: object };
  _keyCondition?: { expression: DynaliteNode };
  _projection?: { paths: (string | number)[][]; nestedPaths: object };
  _updates?: { sections: DynaliteSection[]; paths: (string | number)[][]; nestedPaths: object };
}

interface DynaliteSection {
  type: 'set' | 'remove' | 'add' | 'delete';
  path: (string | number)[];
  val?: unknown;
  attrType?: string | null;
}

interface DynaliteConditions {
  [attribute: string]: { ComparisonOperator: string; AttributeValueList: AttributeValue[] };
}

interface DynaliteValidations {
  /** Drops what it does not know and throws SerializationException on a wrong type. */
  checkTypes(body: object, types: object): Record<string, unknown>;
  checkValidations(body: object, types: object, custom: unknown, store: object): void;
  /** @returns what is wrong */
  validateExpressions(request: object): string | undefined;
  /** @returns what is wrong */
  validateConditions(conditions: DynaliteConditions): string | undefined;
  /** @returns what is wrong, or the conditions by their attributes; it turns conditions around in the expression */
  convertKeyCondition(expression: DynaliteNode): string | DynaliteConditions;
}

/** The rules of one operation's request. */
interface DynaliteRules {
  types: object;
  custom?: unknown;
}

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

/** The operations whose requests dynalite knows. */
export type CheckedOperation = keyof typeof rules;

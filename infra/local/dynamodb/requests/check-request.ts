import { asAwsError } from '../aws-errors.ts';
import { type CheckedOperation, rules, validations } from '../dynalite/dynalite.ts';
import type { AttributeValue, Item } from '../items/attribute-value.ts';
import type { CapacityMode } from '../items/capacity.ts';
import type { Expressions, KeyConditions, UpdateSection, Values } from './expressions.ts';
import { type ExpressionMembers, parsedExpressions } from './parsed-expressions.ts';
import { plainRequest } from './plain-request.ts';

/** A request that is right in itself, whatever table it names. */
export interface CheckedRequest {
  TableName: string;
  Item?: Item;
  Key?: Item;
  IndexName?: string;
  ExclusiveStartKey?: Item;
  ConsistentRead?: boolean;
  ReturnConsumedCapacity?: CapacityMode;
  ReturnValues?: string;
  Limit?: number;
  Select?: string;
  ScanIndexForward?: boolean;
  AttributesToGet?: string[];
  /** Conditions from before there were expressions; `Expected`, `QueryFilter` or `ScanFilter`. */
  older?: { Expected: Record<string, unknown>; ConditionalOperator?: string };
  expressions: Expressions;
  values: Values;
  [member: string]: unknown;
}

/** What dynalite's rules ask of a server. */
const server = {
  options: {
    // Item sizes are checked in bytes by item-rules.ts, because dynalite counts characters.
    maxItemSize: 16 * 1024 * 1024,
  },
};

/** @throws AwsError ValidationException or SerializationException */
export function checkRequest(operation: CheckedOperation, body: object): CheckedRequest {
  const plain = plainRequest(operation, body);
  const expressions = plain && parsedExpressions(plain as ExpressionMembers);
  if (expressions) {
    return { ...plain, expressions, values: plain.ExpressionAttributeValues ?? {} } as CheckedRequest;
  }
  return withOlderForms(fullyChecked(operation, body));
}

/** By dynalite's rules, which convert what AWS converts and say what is wrong in the words of the service. */
export function fullyChecked(operation: CheckedOperation, body: object): CheckedRequest {
  const { types, custom } = rules[operation];
  try {
    // dynalite writes into what it is given.
    const request = validations.checkTypes(JSON.parse(JSON.stringify(body)), types);
    validations.checkValidations(request, types, custom, server);
    const expressions = parsedExpressions(request);
    if (!expressions) throw new Error(`The expressions of ${operation} passed one check and not another`);
    return { ...request, expressions, values: request.ExpressionAttributeValues ?? {} } as CheckedRequest;
  } catch (error) {
    throw asAwsError(error);
  }
}

interface OlderForms {
  Expected?: Record<string, unknown>;
  QueryFilter?: Record<string, unknown>;
  ScanFilter?: Record<string, unknown>;
  ConditionalOperator?: string;
  KeyConditions?: Record<string, { ComparisonOperator: string; AttributeValueList?: AttributeValue[] }>;
  AttributeUpdates?: Record<string, { Action?: 'PUT' | 'ADD' | 'DELETE'; Value?: AttributeValue }>;
}

/** No value of a request has this name. */
const EMPTY_LIST = ':';

/** Puts what came before expressions into their form. */
function withOlderForms(request: CheckedRequest): CheckedRequest {
  const { Expected, QueryFilter, ScanFilter, ConditionalOperator, KeyConditions, AttributeUpdates } =
    request as OlderForms;
  const older = Expected ?? QueryFilter ?? ScanFilter;
  if (!older && !KeyConditions && !AttributeUpdates) return request;
  const values: Values = { ...request.values, [EMPTY_LIST]: { L: [] } };
  const named = (name: string, value: AttributeValue) => {
    values[name] = value;
    return name;
  };
  const expressions = { ...request.expressions };
  // dynalite derives the older form from an expression.
  if (KeyConditions && !expressions.keyConditions) {
    const conditions = Object.entries(KeyConditions).map(
      ([attribute, { ComparisonOperator: operator, AttributeValueList: list = [] }]) => [
        attribute,
        { operator, values: list.map((value, index) => named(`:${attribute}-${index}`, value)) },
      ],
    );
    expressions.keyConditions = Object.fromEntries(conditions) as KeyConditions;
  }
  if (AttributeUpdates) {
    const sections = Object.entries(AttributeUpdates).map(([attribute, { Action = 'PUT', Value }]) => {
      const value = Value && named(`:${attribute}`, Value);
      return sectionOf(attribute, Action, value, Value && Object.keys(Value)[0]);
    });
    expressions.updates = { sections, paths: sections.map(({ path }) => path), nestedPaths: {} };
  }
  return { ...request, expressions, values, ...(older && { older: { Expected: older, ConditionalOperator } }) };
}

function sectionOf(name: string, action: string, val: string | undefined, attrType: string | undefined): UpdateSection {
  const path = [name];
  if (val === undefined) return { type: 'remove', path };
  if (action === 'ADD' && attrType === 'L') {
    const base = {
      type: 'function' as const,
      name: 'if_not_exists' as const,
      args: [path, EMPTY_LIST] as [string[], string],
    };
    return { type: 'set', path, attrType, val: { type: 'function', name: 'list_append', args: [base, val] } };
  }
  return { type: action === 'ADD' ? 'add' : action === 'DELETE' ? 'delete' : 'set', path, val, attrType };
}

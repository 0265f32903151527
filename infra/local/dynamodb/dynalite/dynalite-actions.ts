import { asAwsError } from '../aws-errors.ts';
import type { Item } from '../items/attribute-value.ts';
import type { CapacityMode } from '../items/capacity.ts';
import type { Expression } from '../items/condition.ts';
import { actions, rules, validations } from './dynalite.ts';

export type Action = keyof typeof actions;
export type WriteAction = 'PutItem' | 'UpdateItem' | 'DeleteItem';

/** A request body that dynalite checked; expressions are parsed into members with an underscore. */
export interface CheckedRequest {
  TableName: string;
  Item?: Item;
  Key?: Item;
  IndexName?: string;
  ExclusiveStartKey?: Item;
  ConsistentRead?: boolean;
  ReturnConsumedCapacity?: CapacityMode;
  _condition?: { expression: Expression };
  _filter?: { expression: Expression };
  _projection?: { paths?: unknown[] };
  _updates?: { sections: UpdateSection[] };
  [member: string]: unknown;
}

interface UpdateSection {
  type: 'set' | 'remove' | 'add' | 'delete';
  path: (string | number)[];
}

/** What dynalite reads from a store besides its databases. */
export const storeOptions = {
  createTableMs: 0,
  // Only the page of BatchGetItem follows from it, as 1 MB plus this: 16 MB in all. Item sizes are checked in bytes by
  // item-rules.ts, because dynalite counts characters.
  maxItemSize: 15 * 1024 * 1024,
};

/** @throws AwsError ValidationException or SerializationException */
export function checkRequest(operation: keyof typeof rules, body: object): CheckedRequest {
  const { types, custom } = rules[operation];
  try {
    // dynalite writes into what it is given.
    const request = validations.checkTypes(JSON.parse(JSON.stringify(body)), types);
    validations.checkValidations(request, types, custom, { options: storeOptions });
    (request as CheckedRequest)._updates?.sections.sort(removalsLast);
    return request as CheckedRequest;
  } catch (error) {
    throw asAwsError(error);
  }
}

/** Lets a store view tell the waiting caller of an error that a callback of dynalite's threw. */
export type Guard = (callback: () => void) => void;

/** Runs one of dynalite's actions on a view of the store. */
export function runAction(
  action: Action,
  request: CheckedRequest,
  view: (guard: Guard) => object,
): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => reject(asAwsError(error));
    const guard: Guard = (callback) => {
      try {
        callback();
      } catch (error) {
        fail(error);
      }
    };
    guard(() =>
      actions[action](view(guard), request, (error, output) => {
        if (error) fail(error);
        else resolve(output ?? {});
      }),
    );
  });
}

/** An expression's indexes mean the list as it was: dynalite gets that right if it removes last, and backwards. */
function removalsLast(left: UpdateSection, right: UpdateSection): number {
  if (left.type !== 'remove' || right.type !== 'remove')
    return Number(left.type === 'remove') - Number(right.type === 'remove');
  const [leftIndex, rightIndex] = [left.path.at(-1), right.path.at(-1)];
  return typeof leftIndex === 'number' && typeof rightIndex === 'number' ? rightIndex - leftIndex : 0;
}

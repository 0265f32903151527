import { validationError } from '../aws-errors.ts';
import type { Path, UpdateOperand, UpdateSection, Values } from '../requests/expressions.ts';
import type { Table } from '../tables/table.ts';
import { layoutOf } from '../tables/table-layout.ts';
import { type AttributeValue, type Item, typeAndValue } from './attribute-value.ts';
import { valueAt } from './condition.ts';
import { decimalSum } from './decimal.ts';

type Container = Item | AttributeValue[];

const WRONG_OPERAND = 'An operand in the update expression has an incorrect data type';

/**
 * What an update makes of an item, which stays as it is.
 * @param before the item, or its key where there is none
 * @throws AwsError ValidationException when the expression doesn't fit the item
 */
export function applyUpdate(table: Table, sections: UpdateSection[], values: Values, before: Item): Item {
  // All operands mean the item as it was.
  const operands = sections.map(({ type, val }) => (type === 'set' ? resolve(val!, before, values) : undefined));
  const draft = new ItemDraft(before);
  for (const [index, { type, path, val, attrType }] of sections.entries()) {
    const name = path.at(-1)!;
    const parent = draft.parentOf(path);
    const existing = valueIn(parent, name);
    if (type === 'set') {
      if (path.length === 1) checkIndexKey(table, name, operands[index]!);
      put(parent, name, operands[index]!);
    } else if (type === 'remove') remove(parent, name);
    else {
      if (existing && typeAndValue(existing)[0] !== attrType) throw validationError(WRONG_OPERAND);
      const operand = values[val as string]!;
      const result = type === 'add' ? added(existing, operand) : withoutMembers(existing, operand);
      if (result) put(parent, name, result);
      else if (existing) remove(parent, name);
    }
  }
  return draft.finished();
}

/** A copy of an item that is as deep as the paths that change. */
class ItemDraft {
  readonly #item: Item;
  readonly #copied = new Set<string>();

  constructor(before: Item) {
    this.#item = { ...before };
  }

  parentOf(path: Path): Container {
    const head = path[0] as string;
    if (path.length > 1 && this.#item[head] && !this.#copied.has(head)) {
      this.#item[head] = structuredClone(this.#item[head]);
      this.#copied.add(head);
    }
    let parent: AttributeValue | undefined = { M: this.#item };
    for (const step of path.slice(0, -1)) parent = valueIn(parent?.M ?? parent?.L, step);
    const container = typeof path.at(-1) === 'number' ? parent?.L : parent?.M;
    if (container) return container;
    throw validationError('The document path provided in the update expression is invalid for update');
  }

  /** An index behind the end of a list means its end. */
  finished(): Item {
    for (const head of this.#copied) if (this.#item[head]) closeGaps(this.#item[head]);
    return this.#item;
  }
}

function closeGaps(value: AttributeValue): void {
  if (value.L) value.L = value.L.filter((member) => member !== undefined);
  for (const inner of value.L ?? Object.values(value.M ?? {})) closeGaps(inner);
}

function valueIn(container: Container | undefined, step: string | number): AttributeValue | undefined {
  if (!container || Array.isArray(container) !== (typeof step === 'number')) return undefined;
  return Object.hasOwn(container, step) ? (container as Item)[step] : undefined;
}

function put(parent: Container, name: string | number, value: AttributeValue): void {
  (parent as Item)[name] = value;
}

function remove(parent: Container, name: string | number): void {
  if (Array.isArray(parent)) parent.splice(name as number, 1);
  else delete parent[name];
}

function resolve(operand: UpdateOperand, item: Item, values: Values): AttributeValue {
  const value = found(operand, item, values);
  if (value) return value;
  throw validationError('The provided expression refers to an attribute that does not exist in the item');
}

function found(operand: UpdateOperand, item: Item, values: Values): AttributeValue | undefined {
  if (typeof operand === 'string') return values[operand];
  if (Array.isArray(operand)) return valueAt(operand, item);
  const [left, right] = operand.args;
  if (operand.type === 'function' && operand.name === 'if_not_exists') {
    return valueAt(left as Path, item) ?? resolve(right, item, values);
  }
  const [first, second] = [resolve(left, item, values), resolve(right, item, values)];
  if (operand.type === 'function') {
    if (!first.L || !second.L) throw validationError(WRONG_OPERAND);
    return { L: [...first.L, ...second.L] };
  }
  if (first.N === undefined || second.N === undefined) throw validationError(WRONG_OPERAND);
  return { N: decimalSum(first.N, second.N, operand.type === 'add' ? 1 : -1) };
}

function added(existing: AttributeValue | undefined, operand: AttributeValue): AttributeValue {
  if (operand.N !== undefined) return { N: decimalSum(existing?.N ?? '0', operand.N) };
  const [type, members] = typeAndValue(operand) as [string, string[]];
  const known = existing ? (typeAndValue(existing)[1] as string[]) : [];
  return { [type]: [...known, ...members.filter((member) => !known.includes(member))] };
}

function withoutMembers(existing: AttributeValue | undefined, operand: AttributeValue): AttributeValue | undefined {
  if (!existing) return undefined;
  const [type, members] = typeAndValue(operand) as [string, string[]];
  const left = (typeAndValue(existing)[1] as string[]).filter((member) => !members.includes(member));
  return left.length > 0 ? { [type]: left } : undefined;
}

function checkIndexKey(table: Table, name: string | number, value: AttributeValue): void {
  for (const { key } of layoutOf(table.description).indexes) {
    for (const attribute of key) {
      if (attribute.name !== name || value[attribute.type] !== undefined) continue;
      throw validationError('The update expression attempted to update the secondary index key to unsupported type');
    }
  }
}

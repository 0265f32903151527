import { dynalite } from '../dynalite/dynalite.ts';
import type { Condition, Operand, Path, Values } from '../requests/expressions.ts';
import { type AttributeValue, type Item, sameValue, typeAndValue } from './attribute-value.ts';

const tests: Record<string, (...values: (AttributeValue | undefined)[]) => boolean> = {
  '=': equals,
  '<>': (left, right) => !equals(left, right),
  '<': (left, right) => order(left, right) < 0,
  '<=': (left, right) => order(left, right) <= 0,
  '>': (left, right) => order(left, right) > 0,
  '>=': (left, right) => order(left, right) >= 0,
  between: (value, low, high) => order(value, low) >= 0 && order(value, high) <= 0,
  in: (value, ...members) => members.some((member) => equals(value, member)),
  attribute_exists: (value) => value !== undefined,
  attribute_not_exists: (value) => value === undefined,
  attribute_type: (value, type) => value !== undefined && typeAndValue(value)[0] === type?.S,
  begins_with: beginsWith,
  contains,
};

/**
 * Whether a condition holds for an item. dynalite's own evaluation takes an empty text and `false` for missing, and
 * never finds two maps or lists equal.
 */
export function holds(condition: Condition, item: Item, values: Values): boolean {
  switch (condition.type) {
    case 'and':
      return condition.args.every((part) => holds(part, item, values));
    case 'or':
      return condition.args.some((part) => holds(part, item, values));
    case 'not':
      return !condition.args.some((part) => holds(part, item, values));
    default: {
      const operands = condition.args.map((operand) => operandValue(operand, item, values));
      return tests[condition.type === 'function' ? condition.name : condition.type]!(...operands);
    }
  }
}

function operandValue(operand: Operand, item: Item, values: Values): AttributeValue | undefined {
  if (typeof operand === 'string') return values[operand];
  if (Array.isArray(operand)) return valueAt(operand, item);
  const size = sizeOf(operandValue(operand.args[0], item, values));
  return size === undefined ? undefined : { N: String(size) };
}

export function valueAt(path: Path, item: Item): AttributeValue | undefined {
  let value: AttributeValue | undefined = { M: item };
  for (const step of path) {
    if (typeof step === 'number') value = value?.L?.[step];
    // `constructor` is no attribute, but every object has one.
    else value = value?.M && Object.hasOwn(value.M, step) ? value.M[step] : undefined;
  }
  return value;
}

function sizeOf({ S, B, SS, NS, BS, L, M }: AttributeValue = {}): number | undefined {
  if (B !== undefined) return Buffer.byteLength(B, 'base64');
  if (M) return Object.keys(M).length;
  return (S ?? SS ?? NS ?? BS ?? L)?.length;
}

function equals(left: AttributeValue | undefined, right: AttributeValue | undefined): boolean {
  return left !== undefined && sameValue(left, right);
}

/** Negative, zero or positive; NaN, with which no comparison holds, for what has no order. */
function order(left: AttributeValue = {}, right: AttributeValue = {}): number {
  if (left.S !== undefined && right.S !== undefined) return Buffer.compare(Buffer.from(left.S), Buffer.from(right.S));
  if (left.B !== undefined && right.B !== undefined) return Buffer.compare(bytes(left.B), bytes(right.B));
  if (left.N === undefined || right.N === undefined) return Number.NaN;
  if (left.N === right.N) return 0;
  // With 38 digits, numbers are more than JavaScript's.
  return dynalite.compare('<', left, right) ? -1 : 1;
}

function beginsWith(value: AttributeValue = {}, prefix: AttributeValue = {}): boolean {
  if (value.S !== undefined && prefix.S !== undefined) return value.S.startsWith(prefix.S);
  if (value.B === undefined || prefix.B === undefined) return false;
  return bytes(value.B).subarray(0, bytes(prefix.B).length).equals(bytes(prefix.B));
}

function contains(whole: AttributeValue = {}, part: AttributeValue = {}): boolean {
  if (whole.L) return whole.L.some((member) => sameValue(member, part));
  if (whole.S !== undefined && part.S !== undefined) return whole.S.includes(part.S);
  if (whole.B !== undefined && part.B !== undefined) return bytes(whole.B).includes(bytes(part.B));
  const [set, member] = [whole.SS ?? whole.NS ?? whole.BS, whole.SS ? part.S : whole.NS ? part.N : part.B];
  return set !== undefined && member !== undefined && set.includes(member);
}

function bytes(base64: string): Buffer {
  return Buffer.from(base64, 'base64');
}

/** An attribute as on the wire, with exactly one member: `{ S: 'text' }`, `{ N: '1' }`, binary as base64. */
export interface AttributeValue {
  S?: string;
  N?: string;
  B?: string;
  BOOL?: boolean;
  NULL?: boolean;
  SS?: string[];
  NS?: string[];
  BS?: string[];
  L?: AttributeValue[];
  M?: Item;
}

export interface Item {
  [name: string]: AttributeValue;
}

const SETS = new Set(['SS', 'NS', 'BS']);

/** Whether two items hold the same values; the order within a set doesn't count. */
export function sameItem(left: Item | undefined, right: Item | undefined): boolean {
  if (!left || !right) return left === right;
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  return names.every((name) => sameValue(left[name], right[name]));
}

/** Whether two attributes hold the same value. */
export function sameValue(left: AttributeValue | undefined, right: AttributeValue | undefined): boolean {
  if (!left || !right) return left === right;
  const [type, value] = typeAndValue(left);
  const [otherType, other] = typeAndValue(right);
  if (type !== otherType) return false;
  if (type === 'M') return sameItem(value as Item, other as Item);
  if (type === 'L') return sameList(value as AttributeValue[], other as AttributeValue[]);
  if (SETS.has(type)) return sameSet(value as string[], other as string[]);
  return value === other;
}

function sameList(left: AttributeValue[], right: AttributeValue[]): boolean {
  return left.length === right.length && left.every((value, index) => sameValue(value, right[index]));
}

function sameSet(left: string[], right: string[]): boolean {
  const members = new Set(right);
  return left.length === right.length && left.every((member) => members.has(member));
}

/** The type letter of an attribute and what it holds. */
export function typeAndValue(attribute: AttributeValue): [type: string, value: unknown] {
  for (const type in attribute) return [type, attribute[type as keyof AttributeValue]];
  return ['', undefined];
}

/** JSON that is the same for requests that mean the same: names and set members sorted. */
export function canonicalJson(value: unknown, name = ''): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) {
    const members = SETS.has(name) ? value.toSorted() : value;
    return `[${members.map((member) => canonicalJson(member)).join(',')}]`;
  }
  const parts: string[] = [];
  for (const member of Object.keys(value).sort()) {
    const inner = (value as Record<string, unknown>)[member];
    if (inner !== undefined) parts.push(`${JSON.stringify(member)}:${canonicalJson(inner, member)}`);
  }
  return `{${parts.join(',')}}`;
}

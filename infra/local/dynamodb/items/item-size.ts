import { type AttributeValue, type Item, typeAndValue } from './attribute-value.ts';

/** The largest item that DynamoDB stores, in bytes, names included. */
export const MAX_ITEM_SIZE = 400 * 1024;

/** Bytes of an item by DynamoDB's rules: UTF-8 names and values, without storage overhead. */
export function itemSize(item: Item): number {
  let size = 0;
  for (const name in item) size += Buffer.byteLength(name) + valueSize(item[name]!);
  return size;
}

function valueSize(attribute: AttributeValue): number {
  const [type, value] = typeAndValue(attribute);
  switch (type) {
    case 'S':
      return Buffer.byteLength(value as string);
    case 'N':
      return numberSize(value as string);
    case 'B':
      return Buffer.byteLength(value as string, 'base64');
    case 'SS':
      return sum(value as string[], (member) => Buffer.byteLength(member));
    case 'NS':
      return sum(value as string[], numberSize);
    case 'BS':
      return sum(value as string[], (member) => Buffer.byteLength(member, 'base64'));
    // A list or map costs 3 bytes, and 1 more for each member.
    case 'L':
      return 3 + sum(value as AttributeValue[], (member) => 1 + valueSize(member));
    case 'M':
      return 3 + Object.keys(value as Item).length + itemSize(value as Item);
    default:
      return 1;
  }
}

/**
 * One byte, one for each two significant digits left and right of the point, one for a minus. The developer guide's
 * shorter rule is off by a byte for numbers like 3.14159; this one is what the service was measured to do.
 */
function numberSize(number: string): number {
  const negative = number.startsWith('-');
  if (!number.includes('.')) {
    let end = number.length;
    while (end > 0 && number[end - 1] === '0') end -= 1;
    return 1 + Math.ceil(Math.max(0, end - (negative ? 1 : 0)) / 2) + (negative ? 1 : 0);
  }
  const [whole = '', fraction = ''] = number.slice(negative ? 1 : 0).split('.');
  const rightDigits = fraction.replace(/(?<!0)0+$/, '');
  const leftDigits = whole.replace(/^0+/, '');
  const left = rightDigits === '' ? leftDigits.replace(/(?<!0)0+$/, '') : leftDigits;
  const right = leftDigits === '' ? rightDigits.replace(/^0+/, '') : rightDigits;
  return 1 + Math.ceil(left.length / 2) + Math.ceil(right.length / 2) + (negative ? 1 : 0);
}

function sum<T>(members: T[], sizeOf: (member: T) => number): number {
  return members.reduce((total, member) => total + sizeOf(member), 0);
}

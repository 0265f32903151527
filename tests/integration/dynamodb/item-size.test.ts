import { expect, it } from 'vitest';
import { itemSize } from '../../../infra/local/dynamodb/items/item-size.ts';

it.each([
  ['a text by its UTF-8 bytes', { S: 'é€' }, 5],
  ['binary by its bytes', { B: Buffer.from('four').toString('base64') }, 4],
  ['zero', { N: '0' }, 1],
  ['zeros at the end of a number as nothing', { N: '1000' }, 2],
  ['digits left and right of the point apart', { N: '3.14159' }, 5],
  ['the same digits without a point', { N: '314159' }, 4],
  ['zeros after the point as nothing', { N: '0.0012' }, 2],
  ['a minus', { N: '-12' }, 3],
  ['a boolean', { BOOL: false }, 1],
  ['null', { NULL: true }, 1],
  ['a set by its members', { SS: ['ab', 'c'] }, 3],
  ['a list', { L: [{ S: 'ab' }, { S: 'c' }] }, 3 + 3 + 2],
  ['a map with its names', { M: { name: { S: 'ab' } } }, 3 + 1 + 4 + 2],
])('measures %s', (_what, value, bytes) => {
  expect(itemSize({ é: value })).toBe(2 + bytes);
});

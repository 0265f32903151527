/** What DynamoDB counts of an item when it bills a write, in bytes: names and values, numbers by two digits a byte. */
export function itemSize(item: Record<string, unknown>): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + sizeOf(value), 0);
}

function sizeOf(value: unknown): number {
  if (value === undefined) return 0;
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number') return Math.ceil(String(value).length / 2) + 1;
  if (value === null || typeof value === 'boolean') return 1;
  const inner = Array.isArray(value)
    ? value.reduce<number>((sum, one) => sum + sizeOf(one), 0)
    : itemSize({ ...value });
  return 3 + inner + Object.keys(value).length;
}

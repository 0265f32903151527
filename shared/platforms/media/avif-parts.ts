import type { ImageParts } from './image-parts.ts';

interface Box {
  type: string;
  start: number;
  end: number;
}

interface Extent {
  start: number;
  length: number;
}

/** Items of a file that draw nothing: Exif, XMP and other descriptions. */
const described = new Set(['Exif', 'mime', 'uri ']);
const unused = new Set(['uuid', 'free', 'skip']);

/**
 * The file with its descriptions blanked, not cut out: every picture in it is found by its distance from the start. How to
 * turn it stands with the picture itself.
 * @returns undefined for what cannot be cleaned: sequences, and files that say where things are in other ways
 */
export function avifParts(given: Buffer): ImageParts | undefined {
  const bytes = Buffer.from(given);
  try {
    const boxes = readBoxes(bytes, 0, bytes.length);
    const meta = boxes.find(({ type }) => type === 'meta');
    if (meta === undefined || boxes.some(({ type }) => type === 'moov')) return undefined;
    const inner = readBoxes(bytes, meta.start + 4, meta.end);
    const items = itemTypes(bytes, inner);
    const extents = itemExtents(bytes, inner, ({ id }) => described.has(items.get(id) ?? 'mime'));
    const blanks = [
      ...extents,
      ...[...boxes, ...inner]
        .filter(({ type }) => unused.has(type))
        .map(({ start, end }) => ({ start, length: end - start })),
    ];
    // Descriptions do not overlap: what is larger than the file is meant to keep somebody busy.
    if (blanks.reduce((sum, { length }) => sum + length, 0) > bytes.length) return undefined;
    for (const { start, length } of blanks) bytes.fill(0, start, start + length);
    return { parts: [bytes], orientation: 1, animated: false };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function readBoxes(bytes: Buffer, from: number, to: number): Box[] {
  const boxes: Box[] = [];
  for (let at = from; at + 8 <= to; ) {
    const short = bytes.readUInt32BE(at);
    const size = short === 1 ? Number(bytes.readBigUInt64BE(at + 8)) : short === 0 ? to - at : short;
    const header = short === 1 ? 16 : 8;
    if (size < header || at + size > to) throw new RangeError('A box reaches out of its file.');
    boxes.push({ type: bytes.toString('latin1', at + 4, at + 8), start: at + header, end: at + size });
    at += size;
  }
  return boxes;
}

function itemTypes(bytes: Buffer, boxes: Box[]): Map<number, string> {
  const types = new Map<number, string>();
  const list = boxes.find(({ type }) => type === 'iinf');
  if (list === undefined) return types;
  const counted = bytes[list.start] === 0 ? 2 : 4;
  for (const { type, start } of readBoxes(bytes, list.start + 4 + counted, list.end)) {
    const version = bytes[start]!;
    if (type !== 'infe' || version < 2) continue;
    const [id, behind] = version === 2 ? [bytes.readUInt16BE(start + 4), 8] : [bytes.readUInt32BE(start + 4), 10];
    types.set(id, bytes.toString('latin1', start + behind, start + behind + 4));
  }
  return types;
}

/** Where the wanted items are. @throws RangeError for what cannot be told by distances from the start of the file */
function itemExtents(bytes: Buffer, boxes: Box[], isWanted: (item: { id: number }) => boolean): Extent[] {
  const list = boxes.find(({ type }) => type === 'iloc');
  if (list === undefined) throw new RangeError('The file does not say where its items are.');
  const inside = boxes.find(({ type }) => type === 'idat')?.start ?? 0;
  const version = bytes[list.start]!;
  let at = list.start + 4;
  const number = (size: number): number => {
    if (![0, 2, 4, 8].includes(size) || at + size > list.end) throw new RangeError('Not a number of this list.');
    const value = size === 8 ? Number(bytes.readBigUInt64BE(at)) : size === 0 ? 0 : bytes.readUIntBE(at, size);
    at += size;
    return value;
  };
  const sizes = number(2);
  const [offsetSize, lengthSize, baseSize] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15];
  const indexSize = version === 0 ? 0 : sizes & 15;
  // An empty extent would cost time and no bytes.
  if (lengthSize === 0) throw new RangeError('The file does not say how long its items are.');
  const extents: Extent[] = [];
  for (let left = number(version < 2 ? 2 : 4); left > 0; left--) {
    const id = number(version < 2 ? 2 : 4);
    const method = version === 0 ? 0 : number(2) & 15;
    number(2);
    const base = number(baseSize) + (method === 1 ? inside : 0);
    const wanted = isWanted({ id });
    if (wanted && method > 1) throw new RangeError('An item is made of other items.');
    for (let more = number(2); more > 0; more--) {
      number(indexSize);
      const start = base + number(offsetSize);
      const length = number(lengthSize);
      if (!wanted) continue;
      if (start + length > bytes.length) throw new RangeError('An item reaches out of its file.');
      extents.push({ start, length });
    }
  }
  return extents;
}

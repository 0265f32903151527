import { crc32, deflateSync } from 'node:zlib';

/** What must not arrive anywhere: a place, a camera, a person. */
export const SECRET = 'Lat 53.5511 Kamera-7 Erika Mustermann';

const u16 = (value: number) => Buffer.from([value >> 8, value & 255]);
const u32 = (value: number) => Buffer.from([value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255]);
const u32le = (value: number) => u32(value).reverse();
const latin = (text: string) => Buffer.from(text, 'latin1');

/** Exif data as a camera writes it: a direction, a model, and a place in a second directory. */
export function exif(orientation: number, order: 'II' | 'MM' = 'II'): Buffer {
  const short = (value: number) => (order === 'II' ? u16(value).reverse() : u16(value));
  const long = (value: number) => (order === 'II' ? u32(value).reverse() : u32(value));
  const secret = latin(`${SECRET}\0`);
  const entries = [
    [short(0x0110), short(2), long(secret.length), long(38)],
    [short(0x0112), short(3), long(1), short(orientation), short(0)],
  ];
  return Buffer.concat([latin(order), short(42), long(8), short(2), ...entries.flat(), long(0), secret]);
}

const jpegPixels = Buffer.from(
  '/9j/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxD/2Q==',
  'base64',
);

/** A JPEG of one pixel, with the given segments after its start. */
export function jpeg(...segments: [marker: number, data: Buffer][]): Buffer {
  const made = segments.map(([marker, data]) =>
    Buffer.concat([Buffer.from([0xff, marker]), u16(data.length + 2), data]),
  );
  return Buffer.concat([jpegPixels.subarray(0, 2), ...made, jpegPixels.subarray(2)]);
}

export function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([latin(type), data]);
  return Buffer.concat([u32(data.length), body, u32(crc32(body))]);
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A grey PNG of one row; `seed` makes its pixels its own. */
export function png(chunks: Buffer[] = [], { width = 1, seed = 0 } = {}): Buffer {
  const header = Buffer.concat([u32(width), u32(1), Buffer.from([8, 0, 0, 0, 0])]);
  const row = Buffer.alloc(width + 1, seed & 255);
  row[0] = 0;
  const data = [
    pngChunk('IHDR', header),
    ...chunks,
    pngChunk('IDAT', deflateSync(row)),
    pngChunk('IEND', Buffer.alloc(0)),
  ];
  return Buffer.concat([SIGNATURE, ...data]);
}

export function riffChunk(type: string, data: Buffer): Buffer {
  return Buffer.concat([latin(type), u32le(data.length), data, Buffer.alloc(data.length % 2)]);
}

const webpPixels = Buffer.from('MAEAnQEqAQABAA7A/iWkAANwAAAAAA==', 'base64');

/** A WebP of one pixel in the extended form, with further chunks behind it. `flags`: 8 is Exif, 4 is XMP. */
export function webp(flags: number, ...chunks: Buffer[]): Buffer {
  const extended = riffChunk('VP8X', Buffer.from([flags, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
  const body = Buffer.concat([latin('WEBP'), extended, riffChunk('VP8 ', webpPixels), ...chunks]);
  return Buffer.concat([latin('RIFF'), u32le(body.length), body]);
}

/** A GIF of one pixel, with extensions before each of its frames. */
export function gif(extensions: Buffer[] = [], frames = 1): Buffer {
  const whole = Buffer.from('R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUQAOw==', 'base64');
  const frame = Buffer.concat([...extensions, whole.subarray(19, -1)]);
  return Buffer.concat([whole.subarray(0, 19), ...Array.from({ length: frames }, () => frame), whole.subarray(-1)]);
}

export function gifExtension(label: number, ...blocks: Buffer[]): Buffer {
  const sized = blocks.flatMap((block) => [Buffer.from([block.length]), block]);
  return Buffer.concat([Buffer.from([0x21, label]), ...sized, Buffer.from([0])]);
}

export function box(type: string, ...data: Buffer[]): Buffer {
  const body = Buffer.concat(data);
  return Buffer.concat([u32(body.length + 8), latin(type), body]);
}

/** An AVIF file of one picture and one description of it. */
export function avif(picture: Buffer, description: Buffer, type = 'Exif'): Buffer {
  const entry = (id: number, kind: string) => box('infe', u32(2 << 24), u16(id), u16(0), latin(kind), latin('\0'));
  const head = (offset: number) => {
    const item = (id: number, start: number, length: number) =>
      Buffer.concat([u16(id), u16(0), u16(1), u32(start), u32(length)]);
    const places = [item(1, offset, picture.length), item(2, offset + picture.length, description.length)];
    const size = box('ispe', u32(0), u32(64), u32(48));
    return Buffer.concat([
      box('ftyp', latin('avif'), u32(0), latin('avifmif1')),
      box(
        'meta',
        u32(0),
        box('iinf', u32(0), u16(2), entry(1, 'av01'), entry(2, type)),
        box('iloc', u32(0), u16(0x4400), u16(2), ...places),
        box('iprp', box('ipco', size)),
      ),
    ]);
  };
  const offset = head(0).length + 8;
  return Buffer.concat([head(offset), box('mdat', picture, description)]);
}

import { orientationAlone, readOrientation } from './exif-orientation.ts';
import type { ImageParts } from './image-parts.ts';

const HEADER = 12;
const drawn = new Set(['VP8 ', 'VP8L', 'VP8X', 'ANIM', 'ANMF', 'ALPH', 'ICCP']);
const HAS_EXIF = 0x08;
const HAS_XMP = 0x04;

/** The chunks that draw the picture, and its colour profile. @returns undefined for what no viewer draws */
export function webpParts(bytes: Buffer): ImageParts | undefined {
  const last = Math.min(bytes.length, bytes.readUInt32LE(4) + 8);
  const kept: Buffer[] = [];
  let orientation = 1;
  let frames = 0;
  let flags: Buffer | undefined;
  let hasPicture = false;
  for (let at = HEADER; at + 8 <= last; ) {
    const size = bytes.readUInt32LE(at + 4);
    const end = at + 8 + size;
    if (end > last) break;
    // A size is even in the file: an odd chunk has a byte behind it.
    const chunk = Buffer.from(bytes.subarray(at, Math.min(end + (size % 2), last)));
    const type = chunk.toString('latin1', 0, 4);
    if (type === 'VP8X' && size >= 10) flags = chunk;
    if (type === 'EXIF') orientation = readOrientation(chunk.subarray(8));
    if (type === 'ANMF') frames++;
    hasPicture ||= type === 'VP8 ' || type === 'VP8L' || type === 'ANMF';
    if (drawn.has(type)) kept.push(chunk);
    at = end + (size % 2);
  }
  if (!hasPicture) return undefined;
  // Without the extended header a file has no Exif data, so no viewer reads any.
  if (flags === undefined) orientation = 1;
  if (flags !== undefined) flags[8] = (flags[8]! & ~(HAS_EXIF | HAS_XMP)) | (orientation === 1 ? 0 : HAS_EXIF);
  if (orientation !== 1) kept.push(exifChunk(orientation));
  return { parts: [riff(kept), ...kept], orientation, animated: frames > 1 };
}

function riff(chunks: Buffer[]): Buffer {
  const header = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1');
  header.writeUInt32LE(4 + chunks.reduce((sum, { length }) => sum + length, 0), 4);
  return header;
}

function exifChunk(orientation: number): Buffer {
  const data = orientationAlone(orientation);
  const head = Buffer.from('EXIF\0\0\0\0', 'latin1');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data]);
}

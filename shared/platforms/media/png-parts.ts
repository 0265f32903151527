import { crc32 } from 'node:zlib';
import { orientationAlone, readOrientation } from './exif-orientation.ts';
import type { ImageParts } from './image-parts.ts';

const SIGNATURE = 8;
const FRAME = 12;
/** Chunks beside the picture's own that change how it looks: colours, transparency, frames. */
const shown = new Set([
  ...['tRNS', 'cHRM', 'gAMA', 'iCCP', 'sBIT', 'sRGB', 'cICP', 'mDCV', 'cLLI', 'bKGD', 'hIST', 'pHYs', 'sPLT'],
  ...['acTL', 'fcTL', 'fdAT'],
]);

/**
 * The chunks that draw the picture. Texts, times, Exif and whatever else is not needed for that goes, and so does what
 * stands behind the end.
 * @returns undefined for what no viewer draws
 */
export function pngParts(bytes: Buffer): ImageParts | undefined {
  const kept: Buffer[] = [];
  let orientation = 1;
  let animated = false;
  let firstData = -1;
  for (let at = SIGNATURE; at + FRAME <= bytes.length; ) {
    const end = at + FRAME + bytes.readUInt32BE(at);
    if (end > bytes.length) break;
    const chunk = bytes.subarray(at, end);
    const type = chunk.toString('latin1', 4, 8);
    if (type === 'eXIf') orientation = readOrientation(chunk.subarray(8, -4));
    if (type === 'acTL') animated = true;
    if (type === 'IDAT' && firstData < 0) firstData = kept.length;
    if (isCritical(type) || shown.has(type)) kept.push(chunk);
    at = type === 'IEND' ? bytes.length : end;
  }
  if (firstData < 0) return undefined;
  if (orientation !== 1) kept.splice(firstData, 0, chunkOf('eXIf', orientationAlone(orientation)));
  return { parts: [bytes.subarray(0, SIGNATURE), ...kept], orientation, animated };
}

/** A capital letter at the front: a viewer that does not know it cannot draw the picture. */
const isCritical = (type: string) => /^[A-Z]/.test(type);

function chunkOf(type: string, data: Buffer): Buffer {
  const chunk = Buffer.alloc(FRAME + data.length);
  chunk.writeUInt32BE(data.length, 0);
  chunk.write(type, 4, 'latin1');
  data.copy(chunk, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, -4)), chunk.length - 4);
  return chunk;
}

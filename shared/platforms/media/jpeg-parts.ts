import { orientationAlone, readOrientation } from './exif-orientation.ts';
import type { ImageParts } from './image-parts.ts';

const SOI = Buffer.from([0xff, 0xd8]);
const EOI = Buffer.from([0xff, 0xd9]);
const START_OF_SCAN = 0xda;
const JFIF_HEADER = 16;

/**
 * The segments that draw the picture: tables, frames, scans, the colour profile. All other application segments and
 * comments go (Exif, XMP, IPTC, C2PA, previews), and whatever stands behind the end of the picture.
 * @returns undefined for what no viewer draws
 */
export function jpegParts(bytes: Buffer): ImageParts | undefined {
  let jfif: Buffer | undefined;
  let orientation: number | undefined;
  const drawn: Buffer[] = [];
  let hasScan = false;
  let at = SOI.length;
  for (;;) {
    at = bytes.indexOf(0xff, at);
    while (at >= 0 && bytes[at + 1] === 0xff) at++;
    const marker = at < 0 ? undefined : bytes[at + 1];
    // A file that was cut off is drawn as far as it goes.
    if (marker === undefined || marker === 0xd9) break;
    if (isStandalone(marker)) {
      at += 2;
      continue;
    }
    const length = at + 4 <= bytes.length ? bytes.readUInt16BE(at + 2) : 0;
    const end = at + 2 + length;
    if (length < 2 || end > bytes.length) break;
    const segment = bytes.subarray(at, end);
    if (isJfif(segment)) jfif ??= withoutThumbnail(segment);
    else if (isExif(segment)) orientation ??= readOrientation(segment.subarray(4));
    else if (isDrawn(marker, segment)) drawn.push(segment);
    at = end;
    if (marker !== START_OF_SCAN) continue;
    hasScan = true;
    at = endOfScan(bytes, end);
    drawn.push(bytes.subarray(end, at));
  }
  if (!hasScan) return undefined;
  const turned = orientation === undefined || orientation === 1 ? [] : [exifSegment(orientation)];
  const parts = [SOI, ...(jfif === undefined ? [] : [jfif]), ...turned, ...drawn, EOI];
  return { parts, orientation: orientation ?? 1, animated: false };
}

/** Markers without a length. */
const isStandalone = (marker: number) => marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8);

const hasName = (segment: Buffer, marker: number, name: string) =>
  segment[1] === marker && segment.toString('latin1', 4, 4 + name.length) === name;
const isJfif = (segment: Buffer) => hasName(segment, 0xe0, 'JFIF\0') && segment.length >= 4 + JFIF_HEADER - 2;
const isExif = (segment: Buffer) => hasName(segment, 0xe1, 'Exif\0');

function isDrawn(marker: number, segment: Buffer): boolean {
  if (marker >= 0xe0 && marker <= 0xef)
    return hasName(segment, 0xe2, 'ICC_PROFILE\0') || hasName(segment, 0xee, 'Adobe');
  return marker >= 0xc0 && marker <= 0xdf;
}

/** A preview may show what was cut off the picture. */
function withoutThumbnail(segment: Buffer): Buffer {
  const header = Buffer.from(segment.subarray(0, 2 + JFIF_HEADER));
  header.writeUInt16BE(JFIF_HEADER, 2);
  header.fill(0, 16, 18);
  return header;
}

/** Where the coded data ends: at a marker that is neither an escaped byte nor a restart. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next === undefined) break;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  return bytes.length;
}

function exifSegment(orientation: number): Buffer {
  const data = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), orientationAlone(orientation)]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
}

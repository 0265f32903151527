import type { ImageParts } from './image-parts.ts';

const HEADER = 13;
const EXTENSION = 0x21;
const IMAGE = 0x2c;
const COMMENT = 0xfe;
const APPLICATION = 0xff;
/** How often an animation repeats, and the colour profile. XMP is an application extension too. */
const shown = ['NETSCAPE2.0', 'ANIMEXTS1.0', 'ICCRGBG1012'];

/** The frames and what they need: comments and XMP go. @returns undefined for what no viewer draws */
export function gifParts(bytes: Buffer): ImageParts | undefined {
  if (bytes.length < HEADER) return undefined;
  const first = HEADER + paletteSize(bytes[10]!);
  const parts = [bytes.subarray(0, first)];
  let frames = 0;
  for (let at = first; at < bytes.length; ) {
    const kind = bytes[at];
    const data = kind === IMAGE ? at + 11 + paletteSize(bytes[at + 9] ?? 0) : at + 2;
    if (kind !== IMAGE && kind !== EXTENSION) break;
    const end = endOfBlocks(bytes, data);
    // A file that was cut off is drawn as far as it goes.
    if (end > bytes.length) break;
    if (kind === IMAGE) frames++;
    if (kind === IMAGE || isShown(bytes, at)) parts.push(bytes.subarray(at, end));
    at = end;
  }
  if (frames === 0) return undefined;
  return { parts: [...parts, Buffer.from([0x3b])], orientation: 1, animated: frames > 1 };
}

function isShown(bytes: Buffer, at: number): boolean {
  const label = bytes[at + 1];
  if (label === APPLICATION) return shown.includes(bytes.toString('latin1', at + 3, at + 14));
  return label !== COMMENT;
}

const paletteSize = (packed: number) => ((packed & 0x80) === 0 ? 0 : 3 * 2 ** ((packed & 7) + 1));

/** Behind the empty block that ends a row of blocks, each of which begins with its size. */
function endOfBlocks(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== 0) at += bytes[at]! + 1;
  return at + 1;
}

const ORIENTATION = 0x0112;
const SHORT = 3;
const MAX_ENTRIES = 1_000;
const PREFIX = 'Exif\0\0';

/** The one fact of Exif data that a viewer needs: how to turn the picture. 1 where it does not say. */
export function readOrientation(data: Buffer): number {
  const tiff = data.toString('latin1', 0, PREFIX.length) === PREFIX ? data.subarray(PREFIX.length) : data;
  try {
    const isLittle = tiff.toString('latin1', 0, 2) === 'II';
    const u16 = (at: number) => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
    const first = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
    const entries = Math.min(u16(first), MAX_ENTRIES);
    for (let at = first + 2; at < first + 2 + entries * 12; at += 12) {
      if (u16(at) !== ORIENTATION) continue;
      const value = u16(at + 8);
      return value >= 1 && value <= 8 ? value : 1;
    }
  } catch (error) {
    // The offsets of damaged data lead out of it.
    if (!(error instanceof RangeError)) throw error;
  }
  return 1;
}

/** Exif data that says how to turn the picture, and nothing else. */
export function orientationAlone(orientation: number): Buffer {
  const tiff = Buffer.alloc(26);
  tiff.write('II*\0', 0, 'latin1');
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(1, 8);
  tiff.writeUInt16LE(ORIENTATION, 10);
  tiff.writeUInt16LE(SHORT, 12);
  tiff.writeUInt32LE(1, 14);
  tiff.writeUInt16LE(orientation, 18);
  return tiff;
}

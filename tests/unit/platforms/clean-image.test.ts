import fc from 'fast-check';
import { imageSize } from 'image-size';
import { describe, expect, it } from 'vitest';
import { readOrientation } from '../../../shared/platforms/media/exif-orientation.ts';
import { readImage } from '../../../shared/platforms/media/read-image.ts';
import {
  avif,
  box,
  exif,
  gif,
  gifExtension,
  jpeg,
  png,
  pngChunk,
  riffChunk,
  SECRET,
  webp,
} from '../../support/picture-files.ts';

const latin = (text: string) => Buffer.from(text, 'latin1');
const withPrefix = (data: Buffer) => Buffer.concat([latin('Exif\0\0'), data]);
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
const profile = latin('ICC_PROFILE\0\x01\x01 the colours');

const files: [string, Buffer][] = [
  ['JPEG with Exif', jpeg([0xe1, withPrefix(exif(6))])],
  ['JPEG with Exif of the other byte order', jpeg([0xe1, withPrefix(exif(8, 'MM'))])],
  ['JPEG with XMP', jpeg([0xe1, latin(`http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>${SECRET}`)])],
  ['JPEG with IPTC', jpeg([0xed, latin(`Photoshop 3.0\0${SECRET}`)])],
  ['JPEG with a comment', jpeg([0xfe, latin(SECRET)])],
  ['JPEG with a second picture behind its end', Buffer.concat([jpeg(), jpeg([0xe1, withPrefix(exif(1))])])],
  ['JPEG with a preview', jpeg([0xe0, Buffer.concat([latin('JFIF\0\x01\x01\0\0\x01\0\x01\x05\x05'), latin(SECRET)])])],
  ['PNG with Exif', png([pngChunk('eXIf', exif(3))])],
  ['PNG with texts', png(['tEXt', 'iTXt', 'zTXt', 'caBX', 'prVt'].map((type) => pngChunk(type, latin(SECRET))))],
  ['PNG with something behind its end', Buffer.concat([png(), latin(SECRET)])],
  ['WebP with Exif and XMP', webp(12, riffChunk('EXIF', exif(6)), riffChunk('XMP ', latin(SECRET)))],
  ['WebP with an unknown chunk', webp(0, riffChunk('ABCD', latin(SECRET)))],
  ['WebP with something behind its end', Buffer.concat([webp(0), latin(SECRET)])],
  ['GIF with a comment', gif([gifExtension(0xfe, latin(SECRET))])],
  ['GIF with XMP', gif([gifExtension(0xff, latin('XMP DataXMP'), latin(SECRET))])],
  ['AVIF with Exif', avif(latin('pixels'), exif(1))],
  ['AVIF with XMP', avif(latin('pixels'), latin(SECRET), 'mime')],
  ['AVIF with a box of its own', Buffer.concat([avif(latin('pixels'), exif(1)), box('uuid', latin(SECRET))])],
];

describe('a picture that Herald hands on', () => {
  it.each(files)('%s: has no place, camera or person in it', (_, file) => {
    expect(text(file)).toContain(SECRET);
    const image = readImage(file);
    expect(text(image!.bytes)).not.toContain(SECRET);
    expect(imageSize(image!.bytes)).toMatchObject({ width: expect.any(Number), height: expect.any(Number) });
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('stays turned as it was, in the direction %i', (orientation) => {
    const turned = [
      jpeg([0xe1, withPrefix(exif(orientation))]),
      png([pngChunk('eXIf', exif(orientation))], { width: 7 }),
      webp(8, riffChunk('EXIF', withPrefix(exif(orientation, 'MM')))),
    ];
    for (const file of turned) {
      const again = readImage(readImage(file)!.bytes)!;
      const where = text(again.bytes).search(/Exif\0\0II|eXIfII|EXIF....II/s);
      const tiff = Buffer.from(again.bytes).subarray(text(again.bytes).indexOf('II*\0'));
      expect(orientation === 1 ? where : readOrientation(tiff)).toBe(orientation === 1 ? -1 : orientation);
    }
    const { width, height } = readImage(turned[1]!)!;
    expect([width, height]).toEqual(orientation >= 5 ? [1, 7] : [7, 1]);
  });

  it('keeps its colours, its transparency and its frames', () => {
    expect(text(readImage(jpeg([0xe2, profile], [0xee, latin('Adobe\0d')]))!.bytes)).toMatch(/the colours.*Adobe/s);
    const chunks = ['iCCP', 'tRNS', 'gAMA'].map((type) => pngChunk(type, latin(type)));
    expect(text(readImage(png(chunks))!.bytes)).toMatch(/iCCP.*tRNS.*gAMA/s);
    const repeats = gifExtension(0xff, latin('NETSCAPE2.0'), Buffer.from([1, 0, 0]));
    const moving = readImage(gif([repeats], 3))!;
    expect(moving.animated).toBe(true);
    expect([...moving.bytes]).toEqual([...gif([repeats], 3)]);
    expect(readImage(gif([repeats], 1))!.animated).toBe(false);
    expect(text(readImage(avif(latin('pixels'), exif(1)))!.bytes)).toContain('pixels');
  });

  it('is byte for byte the same where nothing had to go', () => {
    for (const file of [jpeg(), png(), webp(0), gif(), avif(latin('pixels'), latin('\0\0\0'))])
      expect([...readImage(file)!.bytes]).toEqual([...file]);
  });

  it('is refused or clean, whatever is damaged in it', () => {
    const damaged = fc
      .tuple(
        fc.constantFrom(...files.map(([, file]) => file)),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }),
        fc.nat(),
      )
      .map(([file, changes, cut]) => {
        const changed = Buffer.from(file.subarray(0, cut % 3 === 0 ? cut % file.length : file.length));
        for (const [at, value] of changes) if (changed.length > 0) changed[at % changed.length] = value;
        return changed;
      });
    fc.assert(
      fc.property(damaged, (file) => {
        const image = readImage(file);
        // Cleaned once more, nothing is left to go. What is blanked in AVIF may be what a reader needs.
        if (image !== undefined && image.mimeType !== 'image/avif')
          expect([...(readImage(image.bytes)?.bytes ?? [])]).toEqual([...image.bytes]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('costs time by its size, not by its shape', () => {
    const million = 4_000_000;
    const shapes = [
      Buffer.concat([jpeg(), Buffer.alloc(million, 0xff)]),
      Buffer.concat([latin('\xff\xd8\xff'), Buffer.alloc(million, 0xff)]),
      Buffer.concat([jpeg().subarray(0, -2), Buffer.from('ff00'.repeat(million / 2), 'hex')]),
      Buffer.concat([png().subarray(0, 8), Buffer.alloc(million)]),
      Buffer.concat([gif().subarray(0, 19), Buffer.from('21fe00'.repeat(million / 3), 'hex')]),
      webp(0, ...Array.from({ length: 20_000 }, () => riffChunk('ABCD', Buffer.alloc(0)))),
      box('ftyp', latin('avif'), Buffer.alloc(million)),
    ];
    const before = process.cpuUsage();
    for (const file of shapes) readImage(file);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(3_000);
  });
});

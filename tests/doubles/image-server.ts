import { createHash } from 'node:crypto';
import { exif, gif, gifExtension, jpeg, png } from '../support/picture-files.ts';
import { type DoubleAnswer, type HttpDouble, startDouble } from './http-double.ts';

const REPEATS = gifExtension(0xff, Buffer.from('NETSCAPE2.0'), Buffer.from([1, 0, 0]));

const files: [RegExp, string, (path: string) => Buffer | string][] = [
  [/\/moving\.gif$/, 'image/gif', () => gif([REPEATS], 3)],
  [/\.gif$/, 'image/gif', () => gif()],
  // As a telephone takes it: on its side, with model and place.
  [/\.jpg$/, 'image/jpeg', () => jpeg([0xe1, Buffer.concat([Buffer.from('Exif\0\0'), exif(6)])])],
  [/\.mp4$/, 'video/mp4', () => Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isommp42', 'latin1')],
  [/\.pdf$/, 'application/pdf', () => '%PDF-1.7\n'],
  [/\/share$/, 'text/html', () => '<!DOCTYPE html><title>Shared with you</title>'],
  [/\/page\.html$/, 'text/html', () => '<p>A page</p>'],
  [/\/broken\.png$/, 'image/png', () => 'no image at all'],
  [/(?:)/, 'image/png', (path) => ownPng(path)],
];

/**
 * Where the content's media are: `/1.png`, `/1.gif`, `/moving.gif`, `/1.jpg` (with Exif), `/large.png?bytes=` (knows ranges), `/1.mp4`,
 * `/1.pdf`, `/share` and `/page.html` (pages), `/broken.png`, `/missing.png` (404), `/moved/n` (n redirects before the image).
 */
export function startImageServer(): Promise<HttpDouble> {
  return startDouble(({ url, headers }): DoubleAnswer => {
    const path = url.pathname;
    if (path === '/missing.png') return { status: 404, body: 'not here' };
    const moved = /^\/moved\/(\d+)$/.exec(path);
    if (moved !== null) {
      const left = Number(moved[1]);
      return { status: 302, headers: { location: left > 1 ? `/moved/${left - 1}` : '/1.png' } };
    }
    const [, type, make] = files.find(([pattern]) => pattern.test(path))!;
    const body = make(path);
    const more = Buffer.alloc(Number(url.searchParams.get('bytes') ?? 0));
    const whole = Buffer.concat([Buffer.from(body), more]);
    const first = path === '/large.png' ? /^bytes=0-(\d+)$/.exec(headers.range ?? '') : null;
    if (first === null) {
      return { status: 200, headers: { 'content-type': type, 'content-length': String(whole.length) }, body: whole };
    }
    const part = whole.subarray(0, Number(first[1]) + 1);
    const range = `bytes 0-${part.length - 1}/${whole.length}`;
    return { status: 206, headers: { 'content-type': type, 'content-range': range }, body: part };
  });
}

/** Each path has pixels of its own. */
function ownPng(path: string): Buffer {
  return png([], { seed: createHash('sha256').update(path).digest()[0]! });
}

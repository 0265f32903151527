import { type DoubleAnswer, type HttpDouble, startDouble } from './http-double.ts';

/** Smallest valid files of each type. */
const pixels = {
  png: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  gif: 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7',
};

/**
 * Where the content's media are: `/1.png`, `/1.gif`, `/large.png?bytes=`, `/page.html` (not an image), `/broken.png`,
 * `/missing.png` (404), `/moved/n` (n redirects before the image).
 */
export function startImageServer(): Promise<HttpDouble> {
  return startDouble(({ url }): DoubleAnswer => {
    const path = url.pathname;
    if (path === '/missing.png') return { status: 404, body: 'not here' };
    if (path === '/broken.png')
      return { status: 200, headers: { 'content-type': 'image/png' }, body: 'no image at all' };
    if (path === '/page.html') return { status: 200, headers: { 'content-type': 'text/html' }, body: '<p>A page</p>' };
    if (path === '/large.png') {
      const body = Buffer.concat([png(path), Buffer.alloc(Number(url.searchParams.get('bytes')))]);
      return { status: 200, headers: { 'content-type': 'image/png' }, body };
    }
    const moved = /^\/moved\/(\d+)$/.exec(path);
    if (moved !== null) {
      const left = Number(moved[1]);
      return { status: 302, headers: { location: left > 1 ? `/moved/${left - 1}` : '/1.png' } };
    }
    if (path.endsWith('.gif'))
      return { status: 200, headers: { 'content-type': 'image/gif' }, body: Buffer.from(pixels.gif, 'base64') };
    return { status: 200, headers: { 'content-type': 'image/png' }, body: png(path) };
  });
}

/** The path after the end makes each file's bytes its own, which no decoder minds. */
function png(path: string): Buffer {
  return Buffer.concat([Buffer.from(pixels.png, 'base64'), Buffer.from(path)]);
}

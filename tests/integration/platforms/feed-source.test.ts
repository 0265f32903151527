import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type FeedSource, fetchFeed } from '../../../shared/feeds/source/fetch-feed.ts';
import { type DoubleAnswer, type Handle, startDouble } from '../../doubles/http-double.ts';

async function serve(handle: Handle) {
  const double = await startDouble(handle);
  onTestFinished(() => double.close());
  return double;
}
const xml = (body: string | Buffer, headers: Record<string, string> = {}): DoubleAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/rss+xml', ...headers },
  body,
});
const get = (url: string, more: Partial<FeedSource> = {}) => fetchFeed({ url, ...more }, 'loopback');

describe('asking for a feed', () => {
  it('reaches public addresses alone, also after a redirect', async () => {
    const { url, requests } = await serve(() => xml('<rss/>'));
    await expect(fetchFeed({ url }, 'public')).rejects.toThrow(/only https/);
    await expect(fetchFeed({ url: url.replace('http:', 'https:') }, 'public')).rejects.toThrow(/not a public/);
    const inward = await serve(() => ({ status: 302, headers: { location: 'http://169.254.169.254/latest' } }));
    await expect(get(inward.url)).rejects.toThrow(/not a public/);
    for (const location of ['file:///etc/passwd', 'data:text/xml,<rss/>', 'ftp://127.0.0.1/feed']) {
      const other = await serve(() => ({ status: 302, headers: { location } }));
      await expect(get(other.url)).rejects.toThrow(/only https/);
    }
    expect(requests).toEqual([]);
  });

  it('hands back what the server said of the version, and takes 304 for nothing new', async () => {
    const lastModified = 'Mon, 01 Jun 2026 10:00:00 GMT';
    const { url, requests } = await serve(({ headers }) =>
      headers['if-none-match'] === '"1"'
        ? { status: 304 }
        : xml('<rss/>', { etag: '"1"', 'last-modified': lastModified }),
    );
    const first = await get(url);
    expect(first).toMatchObject({ text: '<rss/>', etag: '"1"', lastModified });
    expect(await get(url, { etag: first!.etag, lastModified: first!.lastModified })).toBeUndefined();
    expect(requests[1]!.headers['if-modified-since']).toBe(lastModified);
  });

  it('does not take 304 for an answer where it named no version', async () => {
    const { url } = await serve(() => ({ status: 304 }));
    await expect(get(url)).rejects.toThrow(/304/);
  });

  it('never sends back a version that is longer than a header may be', async () => {
    const { url } = await serve(() => xml('<rss/>', { etag: `"${'x'.repeat(2_000)}"` }));
    expect((await get(url))!.etag).toBeUndefined();
  });

  it('says where it ended after redirects, for the links in it', async () => {
    const { url } = await serve(({ url: asked }) =>
      asked.pathname === '/new/feed' ? xml('<rss/>') : { status: 301, headers: { location: '/new/feed' } },
    );
    expect((await get(url))!.url).toBe(`${url}/new/feed`);
  });

  it('stops reading at five megabytes', async () => {
    const { url } = await serve(() => xml(Buffer.alloc(6 * 1_048_576, 'x')));
    await expect(get(url)).rejects.toThrow(/more than 5242880 bytes/);
  });

  it('reads what is packed, counts it as it is unpacked, and says when it is cut', async () => {
    const small = gzipSync('<rss/>');
    for (const encoding of ['gzip', 'x-gzip', 'GZIP']) {
      const { url } = await serve(() => xml(small, { 'content-encoding': encoding }));
      expect((await get(url))!.text).toBe('<rss/>');
    }
    const bomb = await serve(() => xml(gzipSync(Buffer.alloc(50 * 1_048_576)), { 'content-encoding': 'gzip' }));
    await expect(get(bomb.url)).rejects.toThrow(/more than 5242880 bytes/);
    const cut = await serve(() => xml(small.subarray(0, 12), { 'content-encoding': 'gzip' }));
    await expect(get(cut.url)).rejects.toMatchObject({ name: 'FeedFailure' });
  });

  it('reads the character set that the header or the document names', async () => {
    const latin = Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>Grün</a>', 'latin1');
    const { url } = await serve(() => xml(latin));
    expect((await get(url))!.text).toContain('Grün');
    const wide = await serve(() =>
      xml(Buffer.from('\uFEFF<?xml version="1.0" encoding="UTF-16"?><a>Grün</a>', 'utf16le')),
    );
    expect((await get(wide.url))!.text).toContain('Grün');
    const named = await serve(() =>
      xml(Buffer.from('<a>Grün</a>', 'latin1'), { 'content-type': 'text/xml; charset=iso-8859-1' }),
    );
    expect((await get(named.url))!.text).toContain('Grün');
    const unknown = await serve(() => xml('<a>Grün</a>', { 'content-type': 'text/xml; charset=nonsense' }));
    expect((await get(unknown.url))!.text).toContain('Grün');
  });

  it('keeps to the server’s own word for when to come back', async () => {
    const { url } = await serve(() => ({ status: 429, headers: { 'retry-after': '7200' } }));
    const failure = await get(url).catch((error) => error);
    expect(failure.message).toContain('429');
    expect(Math.abs(failure.retryAt - Date.now() - 7_200_000)).toBeLessThan(60_000);
  });

  it('does not wait for a server that says nothing, or that never ends', async () => {
    const endless = createServer((_, response) => void response.writeHead(200).write('<rss>'));
    await new Promise<void>((resolve) => endless.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void endless.close());
    const url = `http://127.0.0.1:${(endless.address() as AddressInfo).port}`;
    await expect(fetchFeed({ url }, 'loopback', 200)).rejects.toThrow(/took more than 0.2 seconds/);
    const silent = await serve(() => xml('<rss/>'));
    silent.misbehave({ fault: 'hangBefore' });
    await expect(fetchFeed({ url: silent.url }, 'loopback', 200)).rejects.toThrow(/took more than 0.2 seconds/);
  });

  it('names a lost connection as one', async () => {
    const { url, misbehave } = await serve(() => xml('<rss/>'));
    misbehave({ fault: 'resetBefore' });
    await expect(get(url)).rejects.toMatchObject({
      name: 'FeedFailure',
      message: expect.stringContaining('did not answer'),
    });
  });
});

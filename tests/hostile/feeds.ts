import { gzipSync } from 'node:zlib';
import { type DoubleAnswer, startDouble } from '../doubles/http-double.ts';
import type { Caller } from './caller.ts';

const MEGABYTE = 1024 * 1024;
const PAUSE_MS = 500;

const xml = (body: string | Buffer, headers: Record<string, string> = {}): DoubleAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/rss+xml; charset=utf-8', ...headers },
  body,
});
const rss = (items: string) =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>Hostile</title><link>https://a.example</link>${items}</channel></rss>`;
const item = (number: number, description: string) =>
  `<item><guid>${number}</guid><title>Entry ${number}</title><description>${description}</description></item>`;
const many = (count: number, description: string) =>
  rss(Array.from({ length: count }, (_, number) => item(number, description)).join(''));

const bodies: Record<string, () => DoubleAnswer> = {
  'an-unclosed-title': () => xml(`<rss><channel><title>${'<'.repeat(4 * MEGABYTE)}`),
  'a-thousand-large-entries': () => xml(many(1_000, `&lt;p&gt;${'x &lt;a '.repeat(600)}`)),
  'nested-elements': () => xml(`<rss><channel>${'<item>'.repeat(200_000)}`),
  'entities-in-entities': () =>
    xml(
      `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "${'x'.repeat(1_000)}">${Array.from(
        { length: 8 },
        (_, index) => `<!ENTITY ${'bcdefghi'[index]} "${`&${'abcdefgh'[index]};`.repeat(10)}">`,
      ).join('')}]>${rss(item(1, '&i;'))}`,
    ),
  'a-bomb': () => xml(gzipSync(Buffer.alloc(200 * MEGABYTE, 'x')), { 'content-encoding': 'gzip' }),
  attributes: () => xml(`<rss ${'a="1" '.repeat(400_000)}><channel></channel></rss>`),
  'markup-in-a-description': () => xml(many(1, '&lt;figure class="wp-block-image"&gt;'.repeat(40_000))),
  shortcodes: () => xml(many(3, '[su_user field="user_pass"]')),
  'not-xml': () => xml('<'.repeat(MEGABYTE)),
  'redirect-to-itself': () => ({ status: 302, headers: { location: '/redirect-to-itself' } }),
  nothing: () => ({ status: 204 }),
};

/** Feeds that no honest site has, made and taken away as fast as one tenant may. */
export async function attackByFeeds(caller: Caller, stop: AbortSignal): Promise<void> {
  const kept = new Map<string, DoubleAnswer>();
  const server = await startDouble(({ url }) => {
    const name = url.pathname.slice(1);
    const make = bodies[name];
    if (make === undefined) return { status: 404 };
    if (!kept.has(name)) kept.set(name, make());
    return kept.get(name)!;
  });
  const made = await caller.call('POST', '/platforms', { kind: 'sandbox', name: 'Feeds' });
  for (let turn = 0; !stop.aborted; turn += 1) {
    const name = Object.keys(bodies)[turn % Object.keys(bodies).length]!;
    const feed = { url: `${server.url}/${name}`, platformIds: [made.body?.id], mode: 'queue', backfill: 20 };
    const { status, body } = await caller.call('POST', '/feeds', { ...feed, url: `${feed.url}?turn=${turn}` });
    if (status === 201 && turn % 3 === 2) await caller.call('DELETE', `/feeds/${body.id}`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  await server.close();
}

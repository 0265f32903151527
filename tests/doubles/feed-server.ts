import { createHash } from 'node:crypto';
import { type DoubleAnswer, type HttpDouble, startDouble } from './http-double.ts';

export interface StandInEntry {
  guid: string;
  title: string;
  /** Left out of the feed where it is missing. */
  published?: string;
  description?: string;
}

export interface FeedServer extends HttpDouble {
  /** The address of the one feed. */
  readonly feed: string;
  /** What stands in the feed, newest first. */
  entries: StandInEntry[];
  /** How many times the whole feed was sent. */
  sent(): number;
}

const page: DoubleAnswer = {
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: '<!DOCTYPE html><html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head></html>',
};

/**
 * A site with an RSS feed at `/feed.xml`, which says 304 to whoever has the version that stands there, and a page at `/blog`
 * that names it.
 */
export async function startFeedServer(): Promise<FeedServer> {
  let sent = 0;
  let shown: StandInEntry[] = [];
  const double = await startDouble(({ url, headers }): DoubleAnswer => {
    if (url.pathname === '/blog') return page;
    if (url.pathname !== '/feed.xml') return { status: 404, body: 'not here' };
    const body = rss(url.origin, shown);
    const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"`;
    if (headers['if-none-match'] === etag) return { status: 304, headers: { etag } };
    sent += 1;
    const lastModified = new Date(Date.now()).toUTCString();
    return {
      status: 200,
      headers: { 'content-type': 'application/rss+xml; charset=utf-8', etag, 'last-modified': lastModified },
      body,
    };
  });
  return {
    ...double,
    feed: `${double.url}/feed.xml`,
    sent: () => sent,
    get entries() {
      return shown;
    },
    set entries(entries) {
      shown = entries;
    },
  };
}

function rss(origin: string, entries: StandInEntry[]): string {
  const items = entries.map(({ guid, title, published, description }) => {
    const date = published === undefined ? '' : `<pubDate>${new Date(published).toUTCString()}</pubDate>`;
    const text = description === undefined ? '' : `<description><![CDATA[${description}]]></description>`;
    return `<item><guid isPermaLink="false">${guid}</guid><title>${title}</title><link>${origin}/posts/${guid}</link>${date}${text}</item>`;
  });
  return `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Stand-in</title><link>${origin}</link><description>A feed</description>${items.join('')}</channel></rss>`;
}

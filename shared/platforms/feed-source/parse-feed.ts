import { createHash } from 'node:crypto';
import { parseFeed as parse } from 'feedsmith';
import type { FeedEntry } from '../../domain/feeds/feed-entry.ts';
import { FeedFailure } from './feed-failure.ts';
import { firstWords, plainText } from './plain-text.ts';

/** Longer than any platform shows of somebody else's text. */
const MOST_SUMMARY = 1_000;
const MOST_TITLE = 500;
/** Feeds have tens of entries; what has more is no feed, or not one that is read every quarter of an hour. */
const MOST_ENTRIES = 1_000;

/** One entry with the names that every kind of feed has in common. */
interface Found {
  guid: string | undefined;
  title: string | undefined;
  link: string | undefined;
  summary: string | undefined;
  published: unknown;
}

/**
 * The entries of an RSS, RDF, Atom or JSON feed as plain text, each once.
 * @param address what relative links are relative to
 * @throws FeedFailure where it is no feed
 */
export function parseFeed(text: string, address: string): FeedEntry[] {
  let found: Found[];
  try {
    found = entriesOf(parse(text));
  } catch {
    const message = 'The answer is no RSS, Atom, RDF or JSON feed that can be read.';
    throw new FeedFailure(message, 'Check the address: it must be that of the feed, not of the page.');
  }
  const entries = found.slice(0, MOST_ENTRIES).map((one) => entryOf(one, address));
  return [...new Map(entries.reverse().map((entry) => [entry.guid, entry])).values()].reverse();
}

function entriesOf(parsed: ReturnType<typeof parse>): Found[] {
  switch (parsed.format) {
    case 'rss':
      return (parsed.feed.items ?? []).map((item) => ({
        guid: item.guid?.value,
        title: item.title,
        link: item.link ?? (item.guid?.isPermaLink === false ? undefined : item.guid?.value),
        summary: item.description ?? item.content?.encoded,
        published: item.pubDate ?? item.dc?.dates?.[0],
      }));
    case 'rdf':
      return (parsed.feed.items ?? []).map((item) => ({
        guid: item.rdf?.about ?? item.link,
        title: item.title,
        link: item.link,
        summary: item.description ?? item.content?.encoded,
        published: item.dc?.dates?.[0],
      }));
    case 'atom':
      return (parsed.feed.entries ?? []).map((entry) => ({
        guid: entry.id,
        title: entry.title?.value,
        link: (entry.links?.find(({ rel = 'alternate' }) => rel === 'alternate') ?? entry.links?.[0])?.href,
        summary: entry.summary?.value ?? entry.content?.value,
        published: entry.published ?? entry.updated,
      }));
    case 'json':
      return (parsed.feed.items ?? []).map((item) => ({
        guid: item.id,
        title: item.title,
        link: item.url ?? item.external_url,
        summary: item.summary ?? item.content_text ?? item.content_html,
        published: item.date_published ?? item.date_modified,
      }));
  }
}

function entryOf({ guid, title, link, summary, published }: Found, address: string): FeedEntry {
  const text = firstWords(plainText(summary ?? ''), MOST_SUMMARY);
  const heading = firstWords(plainText(title ?? '').replace(/\s+/g, ' '), MOST_TITLE);
  const url = absolute(link, address);
  return {
    guid: guid?.trim() || url || createHash('sha256').update(`${heading}\n${text}`).digest('hex'),
    title: heading,
    link: url,
    summary: text,
    publishedAt: instantOf(published),
  };
}

function absolute(link: string | undefined, address: string): string | undefined {
  if (link === undefined || !URL.canParse(link.trim(), address)) return undefined;
  const url = new URL(link.trim(), address);
  return ['http:', 'https:'].includes(url.protocol) ? url.href : undefined;
}

/** RFC 822 and ISO 8601 alike. */
function instantOf(said: unknown): string | undefined {
  const time = Date.parse(typeof said === 'string' ? said : '');
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

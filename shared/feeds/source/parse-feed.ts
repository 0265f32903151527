import { createHash } from 'node:crypto';
import { parseFeed as parse } from 'feedsmith';
import type { FeedEntry } from '../feed-entry.ts';
import { FeedFailure } from './feed-failure.ts';
import { evenSpace, firstWords, plainText } from './plain-text.ts';

/** Longer than any platform shows of a linked page. */
const MAX_SUMMARY = 1_000;
const MAX_TITLE = 500;
const MAX_LINK = 2_048;
/** Feeds have tens of entries; Herald reads the first thousand. */
const MAX_ENTRIES = 1_000;

/** One entry with the names that every kind of feed has in common. */
interface Found {
  guid: string | undefined;
  title: Said | undefined;
  link: string | undefined;
  summary: Said | undefined;
  published: unknown;
}

/** A text, and whether tags in it are tags or only look like some. */
interface Said {
  value: string | undefined;
  isHtml: boolean;
}
const html = (value: string | undefined): Said => ({ value, isHtml: true });
const text = (value: string | undefined): Said => ({ value, isHtml: false });

/**
 * The entries of an RSS, RDF, Atom or JSON feed as plain text, each once.
 * @param address what relative links are relative to
 * @throws FeedFailure where it is no feed
 */
export function parseFeed(document: string, address: string): FeedEntry[] {
  let found: Found[];
  try {
    found = entriesOf(parse(document));
  } catch {
    const message = 'The answer is no RSS, Atom, RDF or JSON feed that can be read.';
    throw new FeedFailure(message, 'Check the address: it must be that of the feed, not of the page.');
  }
  const entries = found.slice(0, MAX_ENTRIES).map((one) => entryOf(one, address));
  return [...new Map(entries.reverse().map((entry) => [entry.guid, entry])).values()].reverse();
}

function entriesOf(parsed: ReturnType<typeof parse>): Found[] {
  switch (parsed.format) {
    case 'rss':
      return (parsed.feed.items ?? []).map((item) => ({
        guid: item.guid?.value,
        title: html(item.title),
        link: item.link ?? permanentLink(item.guid),
        summary: html(item.description ?? item.content?.encoded),
        published: item.pubDate ?? item.dc?.dates?.[0],
      }));
    case 'rdf':
      return (parsed.feed.items ?? []).map((item) => ({
        guid: item.rdf?.about ?? item.link,
        title: html(item.title),
        link: item.link,
        summary: html(item.description ?? item.content?.encoded),
        published: item.dc?.dates?.[0],
      }));
    case 'atom':
      return (parsed.feed.entries ?? []).map((entry) => ({
        guid: entry.id,
        title: atomText(entry.title),
        link: (entry.links?.find(({ rel = 'alternate' }) => rel === 'alternate') ?? entry.links?.[0])?.href,
        summary: atomText(entry.summary?.value === undefined ? entry.content : entry.summary),
        published: entry.published ?? entry.updated,
      }));
    case 'json':
      return (parsed.feed.items ?? []).map((item) => ({
        guid: item.id,
        title: text(item.title),
        link: item.url ?? item.external_url,
        summary: said(text(item.summary), text(item.content_text), html(item.content_html)),
        published: item.date_published ?? item.date_modified,
      }));
  }
}

/** The first that says anything. */
const said = (...ones: Said[]) => ones.find(({ value }) => value !== undefined);

/** Atom (RFC 4287) has plain text unless it says otherwise. */
function atomText(one: { value?: string; type?: string } | undefined): Said {
  return /^(x?html|(text\/)?html)$|xhtml/i.test(one?.type ?? '') ? html(one?.value) : text(one?.value);
}

/** By the standard every guid that does not say otherwise is a link; many are none. */
function permanentLink(guid: { value?: string; isPermaLink?: boolean } | undefined): string | undefined {
  if (guid?.isPermaLink === false) return undefined;
  return /^https?:\/\//i.test(guid?.value?.trim() ?? '') ? guid?.value : undefined;
}

function parseReadable(one: Said | undefined): string {
  const value = (one?.value ?? '').toWellFormed();
  return one?.isHtml ? plainText(value) : evenSpace(value);
}

function entryOf({ guid, title, link, summary, published }: Found, address: string): FeedEntry {
  const excerpt = firstWords(parseReadable(summary), MAX_SUMMARY);
  const heading = firstWords(parseReadable(title).replace(/\s+/g, ' '), MAX_TITLE);
  const url = absolute(link, address);
  return {
    guid: guid?.trim().toWellFormed() || url || createHash('sha256').update(`${heading}\n${excerpt}`).digest('hex'),
    title: heading,
    link: url,
    summary: excerpt,
    publishedAt: instantOf(published),
  };
}

function absolute(link: string | undefined, address: string): string | undefined {
  if (link === undefined || !URL.canParse(link.trim(), address)) return undefined;
  const url = new URL(link.trim(), address);
  // A post is public: it must not have the feed's password in its link.
  url.username = '';
  url.password = '';
  return ['http:', 'https:'].includes(url.protocol) && url.href.length <= MAX_LINK ? url.href : undefined;
}

/** RFC 822 and ISO 8601 alike. */
function instantOf(said: unknown): string | undefined {
  const time = Date.parse(typeof said === 'string' ? said : '');
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

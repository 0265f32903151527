import { createHash } from 'node:crypto';
import { parseFeed as parse } from 'feedsmith';
import type { FeedEntry } from '../feed-entry.ts';
import { assertXml } from './assert-xml.ts';
import { evenLinks } from './even-links.ts';
import { FeedFailure } from './feed-failure.ts';
import { evenSpace, firstWords, plainText } from './plain-text.ts';
import { titleText } from './title-text.ts';

/** Longer than any platform shows of a linked page. */
const MAX_SUMMARY = 1_000;
const MAX_TITLE = 500;
const MAX_LINK = 2_048;
/** Feeds have tens of entries; Herald reads the newest thousand. */
const MAX_ENTRIES = 1_000;

/** One entry with the names that every kind of feed has in common. */
interface Found {
  guid: string | undefined;
  title: Said | undefined;
  link: string | undefined;
  /** What a relative link is relative to, the nearest first; the last of them to the feed's own address. */
  base?: (string | undefined)[];
  summary: Said | undefined;
  published: unknown;
}

/** A text, and how it is read: whether tags in it are tags or only look like some. */
interface Said {
  value: string | undefined;
  read(value: string): string;
}
const html = (value: string | undefined): Said => ({ value, read: plainText });
const title = (value: string | undefined): Said => ({ value, read: titleText });
const text = (value: string | undefined): Said => ({ value, read: evenSpace });

export interface ReadFeed {
  entries: FeedEntry[];
  /** How many were left out, since the feed has so many and does not date them. */
  leftOut: number;
}

/**
 * The entries of an RSS, RDF, Atom or JSON feed, each once, in the order of the feed. Their texts are made plain when
 * somebody asks for them: of a thousand entries two are new.
 * @param address what relative links are relative to
 * @throws FeedFailure where it is no feed
 */
export function readFeed(document: string, address: string): ReadFeed {
  const entries = parseEntries(document).map((one) => entryOf(one, address));
  const each = [...new Map(entries.reverse().map((entry) => [entry.guid, entry])).values()].reverse();
  if (each.length <= MAX_ENTRIES) return { entries: each, leftOut: 0 };
  if (each.every(({ publishedAt }) => publishedAt !== undefined)) {
    const newest = each.toSorted((a, b) => b.publishedAt!.localeCompare(a.publishedAt!)).slice(0, MAX_ENTRIES);
    const kept = new Set(newest);
    return { entries: each.filter((entry) => kept.has(entry)), leftOut: 0 };
  }
  // A feed has its newest entries at one of its ends.
  const ends = [...each.slice(0, MAX_ENTRIES / 2), ...each.slice(-MAX_ENTRIES / 2)];
  return { entries: ends, leftOut: each.length - ends.length };
}

function parseEntries(document: string): Found[] {
  if (!/^\s*[{[]/.test(document)) assertXml(document);
  try {
    return entriesOf(parse(evenLinks(document)));
  } catch {
    const message = 'The answer is no RSS, Atom, RDF or JSON feed that can be read.';
    throw new FeedFailure(message, 'Check the address: it must be that of the feed, not of the page.');
  }
}

function entriesOf(parsed: ReturnType<typeof parse>): Found[] {
  switch (parsed.format) {
    case 'rss':
      return (parsed.feed.items ?? []).map((item) => ({
        guid: item.guid?.value,
        title: title(item.title),
        link: item.link ?? permanentLink(item.guid) ?? item.enclosures?.[0]?.url,
        base: [item.xml?.base, parsed.feed.xml?.base],
        summary: html(item.description ?? item.content?.encoded),
        published: item.pubDate ?? item.dc?.dates?.[0],
      }));
    case 'rdf':
      return (parsed.feed.items ?? []).map((item) => ({
        guid: item.rdf?.about ?? item.link,
        title: title(item.title),
        link: item.link,
        summary: html(item.description ?? item.content?.encoded),
        published: item.dc?.dates?.[0],
      }));
    case 'atom':
      return (parsed.feed.entries ?? []).map((entry) => ({
        guid: entry.id,
        title: atomText(entry.title),
        link: alternateOf(entry.links ?? []),
        base: [entry.xml?.base, parsed.feed.xml?.base],
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

const ALTERNATE = /^(?:(?:http:\/\/www\.iana\.org\/assignments\/relation\/)?alternate)?$/i;

/** The page of an entry: of several forms of it the one that a browser shows (RFC 4287, 4.2.7). Else its first file. */
function alternateOf(links: { href?: string; rel?: string; type?: string }[]): string | undefined {
  const pages = links.filter(({ rel = '' }) => ALTERNATE.test(rel.trim()));
  const page =
    pages.find(({ type = '' }) => /^text\/html\b/i.test(type)) ?? pages.find(({ type }) => !type) ?? pages[0];
  const own = ({ rel = '' }: { rel?: string }) => /(?:^|\/)(?:enclosure|self|via|related)$/i.test(rel);
  return (page ?? links.find(({ rel }) => rel === 'enclosure') ?? links.find(own))?.href;
}

/** By the standard every guid that does not say otherwise is a link; many are none. */
function permanentLink(guid: { value?: string; isPermaLink?: boolean } | undefined): string | undefined {
  if (guid?.isPermaLink === false) return undefined;
  return /^https?:\/\//i.test(guid?.value?.trim() ?? '') ? guid?.value : undefined;
}

function readable(one: Said | undefined): string {
  return one?.read((one.value ?? '').toWellFormed()) ?? '';
}

function entryOf({ guid, title: heading, link, base = [], summary, published }: Found, address: string): FeedEntry {
  const url = absolute(
    link,
    base.reduceRight((so: string, one) => (one && URL.canParse(one, so) ? new URL(one, so).href : so), address),
  );
  const entry = {
    get title() {
      return kept('title', () => firstWords(readable(heading).replace(/\s+/g, ' '), MAX_TITLE));
    },
    link: url,
    get summary() {
      return kept('summary', () => firstWords(readable(summary), MAX_SUMMARY));
    },
    publishedAt: instantOf(published),
  };
  const texts = new Map<string, string>();
  const kept = (name: string, make: () => string) => {
    if (!texts.has(name)) texts.set(name, make());
    return texts.get(name)!;
  };
  const known = guid?.trim().toWellFormed() || url;
  return Object.defineProperty(entry as FeedEntry, 'guid', { value: known ?? digestOf(entry), enumerable: true });
}

function digestOf({ title: heading, summary }: Pick<FeedEntry, 'title' | 'summary'>): string {
  return createHash('sha256').update(`${heading}\n${summary}`).digest('hex');
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

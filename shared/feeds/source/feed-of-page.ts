import { Parser } from 'htmlparser2';

/** Pages name their feed in their head. */
const HEAD = 300_000;
const PAGE = /^\s*(?:<!doctype html|<html|<head|<!--)/i;
const FEED = /^\s*application\/(?:rss\+xml|atom\+xml|rdf\+xml|feed\+json)\b/i;

/** The address of the first feed that a page names; undefined where the document is no page, or names none. */
export function feedOfPage(document: string, address: string): string | undefined {
  if (!PAGE.test(document.slice(0, 1_000))) return undefined;
  let base = address;
  let found: string | undefined;
  const parser = new Parser({
    onopentag: (name, { href, rel = '', type = '' }) => {
      if (href === undefined || found !== undefined || !URL.canParse(href, base)) return;
      if (name === 'base') base = new URL(href, address).href;
      const isFeed = name === 'link' && /(?:^|\s)alternate(?:\s|$)/i.test(rel) && FEED.test(type);
      const { href: whole, protocol } = new URL(href, base);
      if (isFeed && /^https?:$/.test(protocol)) found = whole;
    },
  });
  parser.end(document.slice(0, HEAD));
  return found;
}

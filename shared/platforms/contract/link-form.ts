import { firstGraphemes } from '../../kernel/cut-text.ts';
import { linksIn } from './links-in.ts';
import { xLinksIn } from './x-text.ts';

/** How many characters of a long link are shown where its address stands beside the text. */
const SHOWN_MAX = 32;
/** Signs that a URL may hold and that finders of links take for its end. */
const misread = /[[\]|()'*!,;{}^`\\"<>$@]/g;

/** A link as it is shown where there is no room for all of it: host and the beginning of the path. */
export function shortLink(url: string): string {
  const shown = url.replace(/^https?:\/\//i, '');
  const beginning = firstGraphemes(shown, SHOWN_MAX);
  return beginning === shown ? url : `${beginning}…`;
}

/** The text with each long link as it is shown. */
export function withShortLinks(text: string): string {
  return withLinks(text, shortLink);
}

/**
 * The text with each link as a URI (RFC 3986) that X finds whole: other letters and marks are percent-encoded, in a host
 * they become Punycode. Links that X finds whole as they are stay.
 */
export function withUris(text: string): string {
  return withLinks(text, uriOf);
}

function uriOf(url: string): string {
  if (isFoundWhole(url)) return url;
  const { origin, href } = new URL(url);
  if (isFoundWhole(href)) return href;
  const further = origin + href.slice(origin.length).replace(misread, percentEncoded);
  return isFoundWhole(further) ? further : url;
}

function isFoundWhole(url: string): boolean {
  const [found] = xLinksIn(url, { extractUrlsWithoutProtocol: false });
  return found?.start === 0 && found.end === url.length;
}

function percentEncoded(sign: string): string {
  return `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
}

function withLinks(text: string, form: (url: string) => string): string {
  let formed = '';
  let from = 0;
  for (const { start, end, url } of linksIn(text)) {
    formed += text.slice(from, start) + form(url);
    from = end;
  }
  return formed + text.slice(from);
}

import twitterText from 'twitter-text';
import { shortLink } from '../../contract/link-form.ts';
import { linksIn, withoutClosing } from '../../contract/links-in.ts';
import { byteCount, countText } from '../../contract/text-count.ts';

/** A stretch of the text that is a link, a tag or a mention. Positions are UTF-8 bytes. */
export interface Facet {
  index: { byteStart: number; byteEnd: number };
  features: [Record<string, unknown> & { $type: string }];
}

interface Span {
  start: number;
  end: number;
  feature: Facet['features'][0];
  /** What stands there instead of what was written. */
  shown?: string;
}

const mention = /(^|[\s(])@((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9])/gi;
/** Bluesky's tags may hold hyphens and other marks, must hold a letter or symbol, and end before invisible characters. */
const hashtag = /(^|\s)[#＃](?!\uFE0F)([^\s\p{Cf}]*[^\s\d\p{P}\p{Cf}][^\s\p{Cf}]*)/gu;
const TAG_MAX_GRAPHEMES = 64;
/** No tag that long has so few characters; to count them would take longer than all else. */
const TAG_MAX_UNITS = 2_000;
/** A host without a protocol, and what follows it up to the next space. */
const bareLink = /(?<=^|[\s(])([a-z][a-z0-9-]*(?:\.[a-z0-9-]+)+)\S*/gi;
const LONGEST_HOST = 253;

/**
 * Bluesky links nothing by itself. `dids` are the mentioned accounts; a mention that is not in it stays plain text, or
 * without `dids` (in a preview) names the handle.
 */
export function facetsOf(text: string, dids?: Record<string, string>): Facet[] {
  return richText(text, { dids }).facets;
}

/**
 * The text with its facets.
 * @param short long links are shown in short: the facet has the whole address
 */
export function richText(
  text: string,
  { dids, short = false }: { dids?: Record<string, string> | undefined; short?: boolean } = {},
): { text: string; facets: Facet[] } {
  const facets: Facet[] = [];
  let said = '';
  let bytes = 0;
  let from = 0;
  const say = (more: string) => {
    said += more;
    bytes += byteCount(more);
  };
  for (const { start, end, feature, shown } of spansIn(text, dids, short)) {
    say(text.slice(from, start));
    const byteStart = bytes;
    say(shown ?? text.slice(start, end));
    facets.push({ index: { byteStart, byteEnd: bytes }, features: [feature] });
    from = end;
  }
  return { text: said + text.slice(from), facets };
}

/** Handles that the text mentions, lower-case, each once. */
export function mentionedHandles(text: string): string[] {
  return [...new Set([...text.matchAll(mention)].map(([, , handle = '']) => handle.toLowerCase()))];
}

/** In order, none over another. A link beats a tag or a mention that it is part of: its address is known. */
function spansIn(text: string, dids: Record<string, string> | undefined, short: boolean): Span[] {
  const links = linkSpans(text, short);
  const others = [...mentionSpans(text, dids), ...tagSpans(text), ...bareSpans(text)];
  return withoutOverlaps([...links, ...withoutOverlaps(others).filter(apartFrom(links))]);
}

function withoutOverlaps(spans: Span[]): Span[] {
  let end = 0;
  return spans
    .sort((a, b) => a.start - b.start)
    .filter((span) => {
      if (span.start < end) return false;
      end = span.end;
      return true;
    });
}

/** For spans that are asked for in their order. */
function apartFrom(links: Span[]): (span: Span) => boolean {
  let at = 0;
  return ({ start, end }) => {
    while (at < links.length && links[at]!.end <= start) at++;
    return at === links.length || links[at]!.start >= end;
  };
}

function mentionSpans(text: string, dids: Record<string, string> | undefined): Span[] {
  const $type = 'app.bsky.richtext.facet#mention';
  return [...text.matchAll(mention)].flatMap((match): Span[] => {
    const [, before = '', written = ''] = match;
    const handle = written.toLowerCase();
    const start = match.index + before.length;
    const place = { start, end: start + 1 + handle.length };
    if (dids === undefined) return [{ ...place, feature: { $type, handle } }];
    const did = dids[handle];
    return did === undefined ? [] : [{ ...place, feature: { $type, did } }];
  });
}

function linkSpans(text: string, short: boolean): Span[] {
  return linksIn(text).map(({ start, end, url }) => ({
    start,
    end,
    feature: link(url),
    ...(short && { shown: shortLink(url) }),
  }));
}

/** `example.com/page`, where the end of the host is one that exists. */
function bareSpans(text: string): Span[] {
  return [...text.matchAll(bareLink)].flatMap(({ 0: run, 1: host = '', index }): Span[] => {
    const written = withoutClosing(run);
    const uri = `https://${written}`;
    if (host.length > LONGEST_HOST || !isKnownHost(host) || !URL.canParse(uri)) return [];
    return [{ start: index, end: index + written.length, feature: link(uri) }];
  });
}

function isKnownHost(host: string): boolean {
  const [found] = twitterText.extractUrlsWithIndices(host, { extractUrlsWithoutProtocol: true });
  return found?.indices[0] === 0 && found.indices[1] === host.length;
}

const link = (uri: string) => ({ $type: 'app.bsky.richtext.facet#link', uri });

function tagSpans(text: string): Span[] {
  const $type = 'app.bsky.richtext.facet#tag';
  return [...text.matchAll(hashtag)].flatMap((match): Span[] => {
    const [, before = '', whole = ''] = match;
    if (whole.length > TAG_MAX_UNITS) return [];
    const tag = whole.replace(/(?<!\p{P})\p{P}+$/u, '');
    if (tag === '' || countText(tag, 'graphemes') > TAG_MAX_GRAPHEMES) return [];
    const start = match.index + before.length;
    return [{ start, end: start + 1 + tag.length, feature: { $type, tag } }];
  });
}

import twitterText from 'twitter-text';
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
}

const mention = /(^|[\s(])@((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9])/gi;
/** Bluesky's tags may hold hyphens and other marks, must hold a letter or symbol, and end before invisible characters. */
const hashtag = /(^|\s)[#＃](?!\uFE0F)([^\s\p{Cf}]*[^\s\d\p{P}\p{Cf}][^\s\p{Cf}]*)/gu;
const TAG_MAX_GRAPHEMES = 64;

/**
 * Bluesky links nothing by itself. `dids` are the mentioned accounts; a mention that is not in it stays plain text, or
 * without `dids` (in a preview) names the handle.
 */
export function facetsOf(text: string, dids?: Record<string, string>): Facet[] {
  const spans = [...mentionSpans(text, dids), ...linkSpans(text), ...tagSpans(text)].sort((a, b) => a.start - b.start);
  return spans
    .filter((span, index) => !spans.slice(0, index).some((earlier) => span.start < earlier.end))
    .map(({ start, end, feature }) => ({
      index: { byteStart: byteCount(text.slice(0, start)), byteEnd: byteCount(text.slice(0, end)) },
      features: [feature],
    }));
}

/** Handles that the text mentions, lower-case, each once. */
export function mentionedHandles(text: string): string[] {
  return [...new Set([...text.matchAll(mention)].map(([, , handle = '']) => handle.toLowerCase()))];
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

function linkSpans(text: string): Span[] {
  const $type = 'app.bsky.richtext.facet#link';
  return twitterText
    .extractUrlsWithIndices(text, { extractUrlsWithoutProtocol: true })
    .map(({ url, indices: [start, end] }) => ({
      start,
      end,
      feature: { $type, uri: /^https?:\/\//i.test(url) ? url : `https://${url}` },
    }));
}

function tagSpans(text: string): Span[] {
  const $type = 'app.bsky.richtext.facet#tag';
  return [...text.matchAll(hashtag)].flatMap((match): Span[] => {
    const [, before = '', whole = ''] = match;
    const tag = whole.replace(/\p{P}+$/u, '');
    if (tag === '' || countText(tag, 'graphemes') > TAG_MAX_GRAPHEMES) return [];
    const start = match.index + before.length;
    return [{ start, end: start + 1 + tag.length, feature: { $type, tag } }];
  });
}

import twitterText from 'twitter-text';
import { byteCount, countText } from '../text-count.ts';

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
const TAG_MAX_GRAPHEMES = 64;

/**
 * Bluesky links nothing by itself. `dids` are the mentioned accounts; a mention that is not in it stays plain text, or
 * without `dids` (in a preview) names the handle.
 */
export function facetsOf(text: string, dids?: Record<string, string>): Facet[] {
  const mentions = mentionSpans(text);
  const others = [...linkSpans(text), ...tagSpans(text)].filter(
    (one) => !mentions.some((taken) => overlaps(one, taken)),
  );
  const resolved = mentions.flatMap(({ start, end, handle }): Span[] => {
    const $type = 'app.bsky.richtext.facet#mention';
    if (dids === undefined) return [{ start, end, feature: { $type, handle } }];
    const did = dids[handle];
    return did === undefined ? [] : [{ start, end, feature: { $type, did } }];
  });
  return [...resolved, ...others]
    .sort((a, b) => a.start - b.start)
    .map(({ start, end, feature }) => ({
      index: { byteStart: byteCount(text.slice(0, start)), byteEnd: byteCount(text.slice(0, end)) },
      features: [feature],
    }));
}

/** Handles that the text mentions, lower-case, each once. */
export function mentionedHandles(text: string): string[] {
  return [...new Set(mentionSpans(text).map(({ handle }) => handle))];
}

function mentionSpans(text: string): { start: number; end: number; handle: string }[] {
  return [...text.matchAll(mention)].map((match) => {
    const [, before = '', handle = ''] = match;
    const start = match.index + before.length;
    return { start, end: start + 1 + handle.length, handle: handle.toLowerCase() };
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
  return twitterText
    .extractHashtagsWithIndices(text)
    .filter(({ hashtag }) => countText(hashtag, 'graphemes') <= TAG_MAX_GRAPHEMES)
    .map(({ hashtag: tag, indices: [start, end] }) => ({ start, end, feature: { $type, tag } }));
}

function overlaps(a: { start: number; end: number }, b: { start: number; end: number }): boolean {
  return a.start < b.end && b.start < a.end;
}

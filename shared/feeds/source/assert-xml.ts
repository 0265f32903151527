import { FeedFailure } from './feed-failure.ts';

/** A few slips are read past. */
const MAX_SLIPS = 100;
const spans: [string, string][] = [
  ['<![CDATA[', ']]>'],
  ['<!--', '-->'],
  ['<?', '?>'],
];

/**
 * Goes once through what looks like XML, from tag to tag: a reader of XML may look for the end of each tag up to the end
 * of the document, which takes minutes where a stranger has opened a million tags and closed none.
 * @throws FeedFailure
 */
export function assertXml(document: string): void {
  let slips = 0;
  for (let at = document.indexOf('<'); at >= 0; ) {
    const span = spans.find(([begin]) => document.startsWith(begin, at));
    const end = span === undefined ? document.indexOf('>', at + 1) : document.indexOf(span[1], at + span[0].length);
    if (end < 0) throw unclosed();
    const next = document.indexOf('<', span === undefined ? at + 1 : end);
    if (span === undefined && next >= 0 && next < end && !document.startsWith('<!', at)) {
      slips += 1;
      if (slips > MAX_SLIPS) throw unclosed();
    }
    at = next;
  }
}

function unclosed(): FeedFailure {
  const message = 'The feed is not XML: tags in it begin and do not end.';
  return new FeedFailure(message, "Have the feed's site mend it; a validator of feeds shows the place.");
}

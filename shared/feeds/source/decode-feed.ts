import sniffEncoding from 'html-encoding-sniffer';
import { FeedFailure } from './feed-failure.ts';

/**
 * The text of a feed's bytes. A byte order mark decides; then what the bytes themselves can only be; then the header, and
 * the XML declaration where the header names no encoding or one that the bytes do not fit (XML 1.0, RFC 7303, WHATWG
 * Encoding). What fits nothing is not guessed: its words would be published.
 * @throws FeedFailure
 */
export function decodeFeed(given: Buffer, contentType: string): string {
  const bytes = given.subarray(blanksBefore(given));
  const label = /charset\s*=\s*["']?([^\s"';]{1,40})/i.exec(contentType.slice(0, 1_000))?.[1];
  const declared = sniffEncoding(bytes, { xml: true });
  const said = label === undefined ? declared : sniffEncoding(bytes, { xml: true, transportLayerEncodingLabel: label });
  // Text in another encoding that happens to be UTF-8 throughout does not occur, unless it is ASCII.
  const itself = isAscii(bytes) ? [] : ['UTF-8'];
  const tried = [...(declared.startsWith('UTF-16') ? [declared] : []), ...itself, said, declared];
  for (const encoding of new Set(tried)) {
    const text = decodedAs(encoding, bytes);
    if (text !== undefined) return text;
  }
  throw new FeedFailure(
    `The feed is not written in ${[...new Set([said, declared])].join(' or ')}, as it says.`,
    "Have the feed's site name the encoding that it uses, or use UTF-8.",
  );
}

function decodedAs(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    // An unknown encoding, or one that the bytes do not fit.
    return undefined;
  }
}

const isAscii = (bytes: Uint8Array) => bytes.every((byte) => byte < 0x80);

/** Some servers send an empty line before the declaration. */
function blanksBefore(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length && [0x20, 0x09, 0x0a, 0x0d].includes(bytes[at]!)) at++;
  return at;
}

/** A stretch of a text that HTML reads in one go. What is neither a tag nor a comment is text, a lone `<` too. */
export interface HtmlPiece {
  kind: 'text' | 'tag' | 'comment';
  text: string;
  /** Of a tag, lower-case. */
  name?: string;
  isClosing?: boolean;
  /** Of a tag: by lower-case name; undefined where there is no value. */
  attributes?: Map<string, string | undefined>;
}

const tagStart = /<(\/?)([a-z][a-z0-9:-]*)(?=[\s/>])/iy;
const attribute = /[\s/]+([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/y;
const tagEnd = /[\s/]*>/y;
/** What looks like a tag and never ends costs time: so many characters for each of the text, then nothing is a tag. */
const WORK_MAX = 4;

/** The pieces of a text, in order and whole. Its time grows with the text alone, whatever the text is. */
export function htmlPieces(html: string): HtmlPiece[] {
  const pieces: HtmlPiece[] = [];
  let work = html.length * WORK_MAX;
  let textFrom = 0;
  let hasCommentEnd = true;
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at)) {
    let piece: HtmlPiece | undefined;
    if (html.startsWith('<!--', at)) {
      const end: number = hasCommentEnd ? html.indexOf('-->', at + 4) : -1;
      hasCommentEnd = end >= 0;
      if (end >= 0) piece = { kind: 'comment', text: html.slice(at, end + 3) };
    } else if (work > 0) {
      const { tag, end } = tagAt(html, at);
      if (tag === undefined) work -= end - at;
      piece = tag;
    }
    if (piece === undefined) {
      at++;
      continue;
    }
    if (at > textFrom) pieces.push({ kind: 'text', text: html.slice(textFrom, at) });
    pieces.push(piece);
    at += piece.text.length;
    textFrom = at;
  }
  if (textFrom < html.length) pieces.push({ kind: 'text', text: html.slice(textFrom) });
  return pieces;
}

/** `tag` only where it ends; `end` is how far it had to be read. */
interface Read {
  tag?: HtmlPiece;
  end: number;
}

function tagAt(html: string, at: number): Read {
  tagStart.lastIndex = at;
  const [beginning, slash, name] = tagStart.exec(html) ?? [];
  if (beginning === undefined) return { end: at + 1 };
  const attributes = new Map<string, string | undefined>();
  let end = at + beginning.length;
  for (;;) {
    attribute.lastIndex = end;
    const found = attribute.exec(html);
    if (found === null) break;
    const [all, key = '', double, single, bare] = found;
    // A browser takes the first of two.
    if (!attributes.has(key.toLowerCase())) attributes.set(key.toLowerCase(), double ?? single ?? bare);
    end += all.length;
  }
  tagEnd.lastIndex = end;
  const [closing] = tagEnd.exec(html) ?? [];
  if (closing === undefined) return { end };
  end += closing.length;
  const tag = {
    kind: 'tag',
    text: html.slice(at, end),
    name: name!.toLowerCase(),
    isClosing: slash !== '',
    attributes,
  };
  return { tag: tag as HtmlPiece, end };
}

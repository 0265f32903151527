import { randomBytes } from 'node:crypto';
import sanitizeHtml from 'sanitize-html';
import { allowedTags, flagAttributes, htmlTags, voidTags } from './html-names.ts';
import { type HtmlPiece, htmlPieces } from './html-pieces.ts';

const allowedSchemes = ['http', 'https', 'mailto', 'tel'];
const allowedAttributes: Record<string, string[]> = {
  '*': ['class', 'id', 'title', 'lang', 'dir'],
  a: ['href', 'rel', 'target', 'hreflang'],
  img: ['src', 'srcset', 'sizes', 'alt', 'width', 'height', 'loading'],
  video: ['src', 'poster', 'controls', 'width', 'height'],
  audio: ['src', 'controls'],
  source: ['src', 'type'],
  track: ['src', 'kind', 'srclang', 'label', 'default'],
  time: ['datetime'],
  ol: ['start', 'reversed', 'type'],
  blockquote: ['cite'],
  th: ['colspan', 'rowspan', 'scope'],
  td: ['colspan', 'rowspan'],
  col: ['span'],
  colgroup: ['span'],
};
const addresses = ['href', 'src', 'cite', 'poster'];
/** Deeper than any post; what is deeper still loses its tags, not its text. */
const DEPTH_MAX = 1_000;
/** So many names of what went are told. */
const NAMED_MAX = 12;

/** Brackets that an author wrote as entities, lest a site takes them for a shortcode: decoded, they would be one. */
const bracketEntity = /&(?:#0{0,6}(?:91|93)|#x0{0,6}5[bd]|lsqb|lbrack|rsqb|rbrack);/gi;

interface AuthorHtml {
  html: string;
  /** What is not in it any more: `<iframe>`, `onclick`. Each once. */
  removed: string[];
}

/** An author's HTML without what runs or reaches out of the post. */
export function authorHtml(html: string): string {
  return sanitised(html).html;
}

/**
 * An author's HTML as a post may have it, and what had to go. Words stay: what only looks like a tag is shown as it is
 * written. So do comments, by which WordPress knows blocks, pages and the beginning of a post.
 */
export function sanitised(html: string): AuthorHtml {
  // The notes, the preview and the other accounts of a cross-post ask for the same text, one right after the other.
  if (last?.given !== html) last = { given: html, ...sanitise(html) };
  return { html: last.html, removed: last.removed };
}

let last: (AuthorHtml & { given: string }) | undefined;

function sanitise(html: string): AuthorHtml {
  const removed = new Set<string>();
  const mark = freshMark();
  const kept: string[] = [];
  const keep = (piece: string) => `${mark}${kept.push(piece) - 1}${mark}`;
  const nesting = new Nesting();
  const pieces = htmlPieces(html).map((piece) => {
    const { kind, text } = piece;
    if (kind === 'comment' && isWholeComment(text)) return keep(text);
    if (kind === 'comment') {
      removed.add(text.slice(0, 40).toWellFormed());
      return '';
    }
    if (kind === 'tag' && isRealTag(piece)) return nesting.takes(piece) ? text.replace(bracketEntity, keep) : '';
    return text.replaceAll('<', '&lt;').replace(bracketEntity, keep);
  });
  const clean = sanitizeHtml(pieces.join(''), { ...options, transformTags: { '*': seen(removed) } });
  const parts = clean.split(mark).map((part, index) => (index % 2 === 1 ? (kept[Number(part)] ?? '') : part));
  if (nesting.isTooDeep) removed.add(`tags that are nested deeper than ${DEPTH_MAX}`);
  return { html: parts.join('').trim(), removed: [...removed].slice(0, NAMED_MAX) };
}

/**
 * Whether a text is HTML: it has a comment, an element with its end, or one that needs none. `a <b and c> d` is none; nor
 * is a single `<p>` in the middle of a line.
 */
export function isHtml(text: string): boolean {
  const pieces = htmlPieces(text);
  const ended = new Set(pieces.filter(({ kind, isClosing }) => kind === 'tag' && isClosing).map(({ name }) => name));
  return pieces.some((piece, index) => {
    if (piece.kind === 'comment') return true;
    if (piece.kind === 'text' || !isRealTag(piece) || piece.isClosing) return false;
    const { name = '', attributes } = piece;
    const before = pieces[index - 1];
    const beginsLine = before === undefined || (before.kind === 'text' && /\n\s{0,20}$/.test(before.text.slice(-21)));
    return ended.has(name) || voidTags.has(name) || attributes!.size > 0 || beginsLine;
  });
}

const options: sanitizeHtml.IOptions = {
  allowedTags,
  allowedAttributes,
  allowedSchemes,
};

function isRealTag({ name = '', isClosing, attributes }: HtmlPiece): boolean {
  if (!htmlTags.has(name)) return false;
  const all = [...(attributes ?? [])];
  if (isClosing) return all.length === 0;
  return all.every(([key, value]) => value !== undefined || flagAttributes.has(key) || key.startsWith('data-'));
}

/** Browsers end a comment at some other places too; what follows there would run. */
function isWholeComment(comment: string): boolean {
  const said = comment.slice('<!--'.length, -'-->'.length);
  return !said.startsWith('>') && !said.startsWith('->') && !said.includes('--!>') && !said.endsWith('-');
}

/** A parser looks through all open elements at each tag, so their number has to have a limit. */
class Nesting {
  #open: string[] = [];
  #dropped = new Map<string, number>();

  get isTooDeep(): boolean {
    return this.#dropped.size > 0;
  }

  /** Whether a tag may stay. */
  takes({ name = '', isClosing }: HtmlPiece): boolean {
    if (voidTags.has(name)) return true;
    const dropped = this.#dropped.get(name) ?? 0;
    if (isClosing) {
      if (dropped > 0) this.#dropped.set(name, dropped - 1);
      else this.#open.pop();
      return dropped === 0;
    }
    // A paragraph ends where the next one begins.
    if (this.#open.at(-1) === name && openEnded.has(name)) return true;
    if (this.#open.length < DEPTH_MAX) return this.#open.push(name) > 0;
    this.#dropped.set(name, dropped + 1);
    return false;
  }
}

const openEnded = new Set(['p', 'li', 'dt', 'dd', 'tr', 'td', 'th', 'rt', 'rp']);

/** Notes what the sanitizer leaves out of each tag. A new window gets no hold of the page that it was opened from. */
function seen(removed: Set<string>): sanitizeHtml.Transformer {
  return (tagName, attribs) => {
    if (!allowedTags.includes(tagName)) removed.add(`<${tagName}>`);
    else {
      const allowed = [...(allowedAttributes['*'] ?? []), ...(allowedAttributes[tagName] ?? [])];
      for (const name of Object.keys(attribs)) if (!allowed.includes(name)) removed.add(name.slice(0, 40));
      for (const name of addresses) {
        const scheme = attribs[name] === undefined ? undefined : schemeOf(attribs[name]);
        if (scheme !== undefined && !allowedSchemes.includes(scheme)) removed.add(`${scheme}:`);
      }
    }
    if (attribs.target === undefined) return { tagName, attribs };
    const rel = new Set((attribs.rel ?? '').split(/\s+/).filter((word) => word !== ''));
    return { tagName, attribs: { ...attribs, rel: [...rel.add('noopener')].join(' ') } };
  };
}

function schemeOf(address: string): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: browsers skip them
  const [, scheme] = /^([a-z][a-z0-9.+-]{0,40}):/i.exec(address.slice(0, 200).replace(/[\u0000-\u0020]/g, '')) ?? [];
  return scheme?.toLowerCase();
}

/**
 * Stands for a piece that is kept as it is. Nobody can write it beforehand, neither as letters nor as entities: else a
 * comment could be put into an attribute, and end it there.
 */
function freshMark(): string {
  return `\u{E000}${randomBytes(12).toString('hex')}\u{E000}`;
}

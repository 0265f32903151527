const LINK = /<link\b[^<>]*>/gi;
const ODD = /<link\b[^<>]*\bxml(?:ns|:base)\s*=/i;
const ATOM = 'http://www.w3.org/2005/Atom';

/**
 * Links as a reader of feeds expects them. In RSS a `<link/>` that belongs to Atom would be taken for the page of its entry;
 * a base on the link itself would be passed over.
 */
export function evenLinks(document: string): string {
  if (!ODD.test(document)) return document;
  const isRss = /<rss\b/i.test(document.slice(0, 10_000));
  return document.replace(LINK, (tag) => {
    if (isRss && attribute(tag, 'xmlns') === ATOM && tag.endsWith('/>')) return '';
    const base = attribute(tag, 'base');
    const href = attribute(tag, 'href');
    if (base === undefined || href === undefined || !URL.canParse(decoded(href), decoded(base))) return tag;
    const { href: whole } = new URL(decoded(href), decoded(base));
    return tag.replace(/\bhref\s*=\s*(?:"[^"]*"|'[^']*')/i, () => `href="${whole.replaceAll('&', '&amp;')}"`);
  });
}

const attributes = {
  xmlns: /\sxmlns\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)')/i,
  base: /\sxml:base\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)')/i,
  href: /\shref\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)')/i,
};

function attribute(tag: string, name: keyof typeof attributes): string | undefined {
  const [, double, single] = attributes[name].exec(tag) ?? [];
  return double ?? single;
}

const decoded = (value: string) => value.replaceAll('&amp;', '&');

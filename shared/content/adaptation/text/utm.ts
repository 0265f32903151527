const utmNames = ['source', 'medium', 'campaign', 'term', 'content'] as const;

/** Templates with placeholders, e.g. `{ source: '{platform}', campaign: '{campaign}' }`. */
export type UtmTemplates = Partial<Record<(typeof utmNames)[number], string>>;
export type UtmValues = Readonly<Record<string, string | undefined>>;

/**
 * What is added to links, e.g. `utm_source=x&utm_medium=social`. A template with a placeholder that has no value is left
 * out: half a name is worse than none.
 */
export function utmQuery(templates: UtmTemplates, values: UtmValues): string {
  return utmNames
    .flatMap((name) => {
      const value = filled(templates[name] ?? '', values);
      return value === '' ? [] : [`utm_${name}=${encoded(value)}`];
    })
    .join('&');
}

/** A link whose signature covers its query: with one parameter more it leads nowhere. */
const signed = /[?&;](?:x-amz-signature|x-goog-signature|signature|sig|key-pair-id)=/i;

/** What is added to links: to those of these hosts alone, and of hosts below them, where some are named. */
export interface LinkTags {
  query: string;
  hosts?: readonly string[] | undefined;
}

/** Whether a link gets tags. */
function isTagged(url: string, hosts: readonly string[] | undefined): boolean {
  if (signed.test(url)) return false;
  if (hosts === undefined) return true;
  const host = URL.canParse(url) ? new URL(url).hostname : '';
  return hosts.map((own) => own.toLowerCase()).some((own) => host === own || host.endsWith(`.${own}`));
}

/**
 * The link with the query added before its fragment. All else stays as it is written. Other protocols and links that say
 * where they come from already (any `utm_`), or are signed, are left alone.
 * @param and what joins two parameters: `&amp;` in HTML
 */
export function tagUrl(url: string, { query, hosts }: LinkTags, and = '&'): string {
  if (query === '' || !/^https?:\/\/[^\s/?#]/i.test(url) || !isTagged(url, hosts)) return url;
  const [address = '', ...fragment] = url.split('#');
  if (/[?&;]utm_\w+=/i.test(address)) return url;
  const joint = !address.includes('?') ? '?' : /^[^?]*\?$|&(amp;)?$/.test(address) ? '' : and;
  return [`${address}${joint}${query}`, ...fragment].join('#');
}

function filled(template: string, values: UtmValues): string {
  const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  if (names.some((name) => (valueNamed(values, name) ?? '') === '')) return '';
  return template.replace(/\{(\w+)\}/g, (_, name: string) => valueNamed(values, name) ?? '').trim();
}

function valueNamed(values: UtmValues, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

/** Brackets, quotes and stars too: they would end a link in a text. */
function encoded(value: string): string {
  return encodeURIComponent(value.toWellFormed()).replace(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

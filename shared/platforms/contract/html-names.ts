/** Elements that a post may have, as WordPress's own editors write them: nothing that runs or reaches out of the post. */
export const allowedTags = words(`
  a abbr address article aside audio b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn
  div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd li main mark nav ol p picture pre
  q rp rt ruby s samp section small source span strike strong sub summary sup table tbody td tfoot th thead time tr track
  tt u ul var video wbr`);

/** Other elements of HTML: known to be tags, and left out. What has no name of HTML is text. */
const leftOutTags = words(`
  applet base basefont body button canvas datalist dialog embed fieldset font form frame frameset head html iframe input
  label legend link map area marquee math menu meta meter noembed noframes noscript object optgroup option output param
  plaintext progress script search select slot style svg template textarea title xmp`);

export const htmlTags: ReadonlySet<string> = new Set([...allowedTags, ...leftOutTags]);

/** Elements without an end. */
export const voidTags: ReadonlySet<string> = new Set(words('br col hr img source track wbr'));

/** Attributes that need no value. A word without a value that is none of these is a word: `a <p and b> c`. */
export const flagAttributes: ReadonlySet<string> = new Set(
  words(`
  allowfullscreen async autofocus autoplay checked compact controls default defer disabled download formnovalidate hidden
  inert ismap itemscope loop multiple muted nomodule noshade novalidate nowrap open playsinline readonly required reversed
  selected`),
);

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

/** Weighted: as X counts. Characters: Unicode code points. Graphemes: what a reader takes for one character. */
export type TextUnit = 'weighted' | 'graphemes' | 'characters';

/** How long a text may be. */
export interface TextLimit {
  max?: number;
  maxBytes?: number;
  unit: TextUnit;
  /** Every http(s) link counts so much, however long it is. Weighted texts know their own. */
  urlWeight?: number;
  /** How many $SYMBOLS one post may have. */
  cashtagsMax?: number;
}

export interface TextRule extends TextLimit {
  required: boolean;
  min?: number;
  /** What `body` holds: text as it is shown (the default), HTML or Markdown. */
  format?: 'plain' | 'html' | 'markdown';
  /**
   * `uri`: the platform finds links in the text by itself, and whole only where they are URIs. `short`: it takes the
   * address of a link beside the text, so a link that is too long is shown in short. Default: links stay as written.
   */
  links?: 'uri' | 'short';
  /** `[name]` in a text runs something on the site. */
  shortcodes?: true;
}

/** What files a post may have. */
export interface MediaRule {
  max: number;
  /** MIME types. */
  types: readonly string[];
  maxBytes: number;
  /** The types with another limit than `maxBytes`. */
  maxBytesByType?: Readonly<Record<string, number>>;
  /** Types of which a post takes one file, and no other beside it. Default: none. */
  alone?: readonly string[];
  /** The platform shows the first picture of an animation. Default: it moves. */
  stillsOnly?: true;
  /** The platform keeps the addresses: nobody fetches the files. */
  byAddress?: true;
  /** UTF-16 units of each of `platformSpecific.altTexts`. Default: the platform takes none. */
  altTextMax?: number;
}

/** A platform's limits on what it is given to publish, as data. */
export interface ContentRules {
  kind: string;
  displayName: string;
  text: TextRule;
  title: { required: boolean; max?: number };
  media: MediaRule;
  /** When `linkUrl` goes into the text and is counted there. Default: never, the platform has a field for it. */
  linkInText?: 'always' | 'with_media';
  /** How many a post may have, and how many graphemes each. Default: keywords become no hashtags. */
  hashtags?: { max: number; maxLength?: number };
  /** Takes `platformSpecific.categories` and `tags` by name: so many of each, of so many UTF-16 units. Default: none. */
  terms?: { max: number; maxLength: number };
  /** How many posts may follow the first one in `platformSpecific.thread`. Default: the platform takes no thread. */
  thread?: { max: number };
  /** Takes `platformSpecific.firstComment`, under the limits of a post's text. Default: it does not. */
  firstComment?: true;
}

import type { UtmTemplates, UtmValues } from './text/utm.ts';

/** What an author wrote once, for every platform. */
export interface SourceContent {
  title?: string;
  /** Markdown. */
  body: string;
  keywords?: readonly string[];
  topics?: readonly string[];
  media?: readonly SourceMedia[];
  /** The address of the content itself: http or https. */
  canonicalUrl?: string;
}

export interface SourceMedia {
  url: string;
  /** What the image shows, for who cannot see it. */
  altText?: string | undefined;
  /** E.g. `image/png`. Default: not known yet; Herald keeps the file. */
  mimeType?: string;
}

export interface AdaptOptions {
  /** What a text becomes that is too long for one post, where the platform takes such. Default: `truncate`. */
  tooLong?: 'truncate' | 'thread' | 'first_comment';
  /** Where the canonical address goes; into the post where the platform takes no comment. Default: `post`. */
  link?: 'post' | 'first_comment';
  /** Whether keywords, then topics, become hashtags where the platform takes them. Default: true. */
  hashtags?: boolean;
  /** Whether topics become categories and keywords tags, where the platform has such. Default: false. */
  terms?: boolean;
  /** Added to every link, or to those of `hosts` alone. `{platform}` is the platform's kind; other placeholders are in `values`. */
  utm?: { templates: UtmTemplates; values?: UtmValues; hosts?: readonly string[] | undefined };
  /** What the caller says in place of the adapted, as it is written: the rest makes room for it and does not repeat it. */
  own?: { body?: string | undefined; linkUrl?: string | undefined };
  /** Default: `…`. */
  ellipsis?: string;
}

/** What was changed or left out, and where: `field` is a JSON pointer into what the platform gets. */
export interface AdaptationNote {
  code: AdaptationCode;
  field: string;
  message: string;
}

type AdaptationCode =
  | 'text_shortened'
  | 'word_cut'
  | 'link_in_text_left_out'
  | 'thread_made'
  | 'comment_made'
  | 'cashtags_made_plain'
  | 'hashtags_left_out'
  | 'hashtag_impossible'
  | 'markup_left_out'
  | 'characters_left_out'
  | 'too_little_text'
  | 'title_shortened'
  | 'title_from_text'
  | 'title_missing'
  | 'terms_left_out'
  | 'media_left_out'
  | 'alt_texts_left_out'
  | 'alt_text_shortened'
  | 'link_untagged'
  | 'link_left_out'
  | 'link_in_post';

/** An entry of a feed as plain text, whatever kind of feed it was in. */
export interface FeedEntry {
  /** What the feed knows it by: its guid or id, else its link, else a digest of its text. */
  guid: string;
  title: string;
  /** Absolute, http or https. */
  link: string | undefined;
  /** The description, or the beginning of the content. */
  summary: string;
  /** ISO 8601 in UTC. */
  publishedAt: string | undefined;
}

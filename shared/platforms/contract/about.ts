/** What people read of a platform. The API's document and the tables in README.md and docs/ are made of it. */
export interface PlatformAbout {
  /** What it is. One sentence. */
  summary: string;
  /** What the credentials are, and where a user gets them. Sentences. */
  credentials: string;
  /** Why a repeated visible call leaves one post. A clause for a table, in Markdown, without a full stop. */
  repeat: string;
  /** What Herald does with a post whose outcome is unknown. A clause like `repeat`. */
  unknownOutcome: string;
}

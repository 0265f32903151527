/** Why a feed could not be read. Its message is stored and shown. */
export class FeedFailure extends Error {
  override readonly name = 'FeedFailure';
  readonly remedy: string;
  /** The server answered that the feed is gone for good (410). */
  readonly gone: boolean;
  /** When the server allows the next request, in milliseconds. */
  readonly retryAt: number | undefined;

  constructor(
    message: string,
    remedy: string,
    { gone = false, retryAt }: { gone?: boolean; retryAt?: number | undefined } = {},
  ) {
    super(message);
    this.remedy = remedy;
    this.gone = gone;
    this.retryAt = retryAt;
  }
}

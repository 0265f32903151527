/** Why a feed could not be read. Its message is stored and shown. */
export class FeedFailure extends Error {
  override readonly name = 'FeedFailure';
  readonly remedy: string;
  /** The server says that there will never be anything again. */
  readonly gone: boolean;
  /** The server's own word for when to come back, in milliseconds. */
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

/** What was asked cannot be done; the message says what to do. Nothing was written. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

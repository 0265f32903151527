/**
 * What can go wrong at a platform, in classes that each have one rule (retry when, tell whom).
 *
 * `retryAt` is the platform's own word for when to come back, in milliseconds since the epoch.
 */
export type PlatformFailure =
  | { class: 'RETRY_LATER'; retryAt?: number }
  | { class: 'RATE_LIMITED'; retryAt?: number }
  | { class: 'DAILY_CAP'; retryAt?: number }
  /** The platform refused and made nothing: the access is renewed and the same call is made once more. */
  | { class: 'AUTH_EXPIRED' }
  | { class: 'RECONNECT' }
  | { class: 'PERMISSION' }
  | { class: 'ACCOUNT_PROBLEM' }
  | { class: 'CONTENT_REJECTED'; field?: string }
  | { class: 'DUPLICATE'; existingId?: string }
  | { class: 'NOT_FOUND' }
  | { class: 'OPERATOR' }
  /** `duplicate`: the platform refused the text as a repetition, so the post exists although it is not shown. */
  | { class: 'UNKNOWN_OUTCOME'; duplicate?: true };

export type PlatformFailureClass = PlatformFailure['class'];

/** The platform refuses every post of the account until the user reconnects it. */
export const disconnects = ({ failure }: PlatformError): boolean => failure.class === 'RECONNECT';

interface PlatformErrorDetails {
  /** What the user can do about it, one sentence. */
  remedy: string;
  /** The platform's own error name, e.g. `rest_cannot_create`. */
  platformCode?: string;
  httpStatus?: number;
  cause?: unknown;
}

/** The one error an adapter throws. Its message never holds a secret: it is stored, shown and sent as an event. */
export class PlatformError extends Error {
  override readonly name = 'PlatformError';
  readonly failure: PlatformFailure;
  readonly remedy: string;
  readonly platformCode: string | undefined;
  readonly httpStatus: number | undefined;

  constructor(failure: PlatformFailure, message: string, details: PlatformErrorDetails) {
    super(message, { cause: details.cause });
    this.failure = failure;
    this.remedy = details.remedy;
    this.platformCode = details.platformCode;
    this.httpStatus = details.httpStatus;
  }
}

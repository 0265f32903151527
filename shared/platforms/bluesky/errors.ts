import { PlatformError } from '../contract/platform-failure.ts';
import { noAnswer } from '../http/call-failure.ts';
import { MAX_READ } from '../http/redact.ts';
import { type Judgement, refusal } from '../http/refusal.ts';
import { resetTime } from '../http/retry-after.ts';

/** As the official library throws it; below 100 the status is its own: no answer, or one it cannot read. */
interface XrpcError {
  status: number;
  error: string;
  message: string;
  headers?: Record<string, string>;
  cause?: unknown;
}

const ACCOUNT = new Set([
  'AccountTakedown',
  'AccountDeactivated',
  'AccountSuspended',
  'RepoDeactivated',
  'RepoTakendown',
]);
const DAY_SECONDS = 86_400;

interface BlueskyCall {
  credentials: unknown;
  now: number;
  /** Whether the call may have published. */
  visible?: boolean;
}

/** What the library throws, as a PlatformError. */
export function blueskyError(error: unknown, { credentials, now, visible = false }: BlueskyCall): PlatformError {
  if (error instanceof PlatformError) return error;
  if (!isXrpcError(error) || error.status < 100) {
    return noAnswer(error, { platform: 'Bluesky', visible, credentials });
  }
  return refusal(classify(error, visible, now), {
    platform: 'Bluesky',
    status: error.status,
    said: error.message,
    code: error.error,
    credentials,
  });
}

/** The record names an upload that the server has dropped meanwhile. */
export function isMissingBlob(error: unknown): boolean {
  return isXrpcError(error) && (error.error === 'BlobNotFound' || error.message.startsWith('Could not find blob'));
}

export function hasName(error: unknown, name: string): boolean {
  return isXrpcError(error) && error.error === name;
}

function classify(error: XrpcError, visible: boolean, now: number): Judgement {
  const { status, error: name } = error;
  const message = error.message.slice(0, MAX_READ);
  if (ACCOUNT.has(name) || /suspended|taken down|deactivated/i.test(message)) {
    return {
      failure: { class: 'ACCOUNT_PROBLEM' },
      remedy: 'Log in to Bluesky and clear what it holds against the account.',
    };
  }
  if (name === 'ExpiredToken' || name === 'InvalidToken') {
    return {
      failure: { class: 'AUTH_EXPIRED' },
      remedy: 'The access is refreshed once; reconnect the account if it goes on.',
    };
  }
  if (name === 'AuthFactorTokenRequired') {
    return {
      failure: { class: 'RECONNECT' },
      remedy: 'Reconnect with an app password: the account itself asks for a second factor.',
    };
  }
  if (status === 401) {
    return { failure: { class: 'RECONNECT' }, remedy: 'Check the handle, and reconnect with a new app password.' };
  }
  if (status === 403)
    return { failure: { class: 'PERMISSION' }, remedy: 'Reconnect with an app password that may post.' };
  if (status === 429) return tooMany(error, now);
  if (status === 404 || name === 'RecordNotFound') {
    return { failure: { class: 'NOT_FOUND' }, remedy: 'The post is no longer on Bluesky.' };
  }
  if (status < 500) {
    const field = /blob|image|embed/i.test(message) || status === 413 ? '/mediaUrls' : '/body';
    return { failure: { class: 'CONTENT_REJECTED', field }, remedy: 'Change what Bluesky names, then publish again.' };
  }
  return visible
    ? {
        failure: { class: 'UNKNOWN_OUTCOME' },
        remedy: 'It may be published: Bluesky is asked before anything else is tried.',
      }
    : { failure: { class: 'RETRY_LATER' }, remedy: 'It is tried again.' };
}

function tooMany({ headers = {} }: XrpcError, now: number): Judgement {
  const retryAt = resetTime(headers['ratelimit-reset'], now);
  const seconds = Number(/;w=(\d+)/.exec((headers['ratelimit-policy'] ?? '').slice(0, 200))?.[1] ?? 0);
  const ofTheDay = seconds >= DAY_SECONDS;
  return {
    failure: { class: ofTheDay ? 'DAILY_CAP' : 'RATE_LIMITED', retryAt },
    remedy: 'It is tried again when the limit resets.',
  };
}

function isXrpcError(error: unknown): error is XrpcError {
  return error instanceof Error && 'status' in error && typeof error.status === 'number' && 'error' in error;
}

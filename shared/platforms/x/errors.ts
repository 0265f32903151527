import type { ApiResponseError } from 'twitter-api-v2';
import { PlatformError, type PlatformFailure } from '../contract/platform-failure.ts';
import { noAnswer } from '../http/call-failure.ts';
import { redact } from '../http/redact.ts';
import { resetTime } from '../http/retry-after.ts';
import type { XCredentials } from './schemas.ts';

/** What the library throws, as a PlatformError. `visible` is a call that may have published. */
export function xError(error: unknown, credentials: unknown, visible = false): PlatformError {
  if (error instanceof PlatformError) return error;
  // The cause of a failed connection is only here, in a property that the library hides.
  if (!isAnswer(error)) return noAnswer(hiddenCause(error), { platform: 'X', visible });
  const { failure, remedy } = classify(error, credentials as XCredentials, visible);
  const said = explanation(error);
  return new PlatformError(failure, redact(`X answered ${error.code}: ${said}`, credentials).slice(0, 300), {
    remedy,
    platformCode: problemType(error),
    httpStatus: error.code,
  });
}

interface Judgement {
  failure: PlatformFailure;
  remedy: string;
}

function classify(error: ApiResponseError, credentials: XCredentials, visible: boolean): Judgement {
  const said = explanation(error).toLowerCase();
  const type = problemType(error) ?? '';
  switch (error.code) {
    case 400:
    case 413:
      return {
        failure: { class: 'CONTENT_REJECTED', field: fieldOf(said) },
        remedy: 'Change what X names, then publish again.',
      };
    case 401:
      // An OAuth 2 token may just have run out; the keys of OAuth 1.0a never do.
      return 'refreshToken' in credentials
        ? {
            failure: { class: 'AUTH_EXPIRED' },
            remedy: 'The access is refreshed once; reconnect the account if it goes on.',
          }
        : { failure: { class: 'RECONNECT' }, remedy: 'Reconnect the account: X does not know these keys.' };
    case 402:
      return {
        failure: { class: 'OPERATOR' },
        remedy: 'Add credits to the X developer account, or raise its spending limit.',
      };
    case 403:
      return forbidden(said, type, error);
    case 404:
      return { failure: { class: 'NOT_FOUND' }, remedy: 'The post is no longer on X.' };
    case 429:
      return tooMany(error, type);
    default:
      return error.code >= 500
        ? serverTrouble(visible)
        : { failure: { class: 'CONTENT_REJECTED' }, remedy: 'Change the post, then publish again.' };
  }
}

function forbidden(said: string, type: string, error: ApiResponseError): Judgement {
  if (said.includes('duplicate content') || error.hasErrorCode(187)) {
    return {
      failure: { class: 'DUPLICATE' },
      remedy: 'X has the same text from this account already: change the text.',
    };
  }
  if (type.includes('unsupported-authentication')) {
    return {
      failure: { class: 'RECONNECT' },
      remedy: 'Reconnect with user credentials: X takes no app-only token here.',
    };
  }
  if (type.includes('client-forbidden') || said.includes('not permitted to access this feature')) {
    return { failure: { class: 'OPERATOR' }, remedy: "Check the developer app's plan and permissions at X." };
  }
  if (said.includes('suspended') || said.includes('locked') || error.hasErrorCode(64, 326)) {
    return {
      failure: { class: 'ACCOUNT_PROBLEM' },
      remedy: 'Log in at x.com and clear what X holds against the account.',
    };
  }
  if (said.includes('not permitted to perform this action')) {
    const remedy =
      'Check that the access has the scopes tweet.write and media.write, and that the account may post this text.';
    return { failure: { class: 'CONTENT_REJECTED' }, remedy };
  }
  return {
    failure: { class: 'PERMISSION' },
    remedy: 'Reconnect the account with the scopes tweet.write and media.write.',
  };
}

function tooMany({ headers }: ApiResponseError, type: string): Judgement {
  if (type.includes('usage-capped')) {
    return {
      failure: { class: 'OPERATOR' },
      remedy: "The developer app's monthly cap is used up: raise it, or wait for the next cycle.",
    };
  }
  const header = (name: string) => headers[name] as string | undefined;
  for (const day of ['x-user-limit-24hour', 'x-app-limit-24hour']) {
    if (header(`${day}-remaining`) !== '0') continue;
    const retryAt = resetTime(header(`${day}-reset`));
    return {
      failure: { class: 'DAILY_CAP', retryAt },
      remedy: 'The limit of the day is reached. It is tried again when it resets.',
    };
  }
  const retryAt = resetTime(header('x-rate-limit-reset'));
  return { failure: { class: 'RATE_LIMITED', retryAt }, remedy: 'It is tried again when the limit resets.' };
}

function serverTrouble(visible: boolean): Judgement {
  return visible
    ? {
        failure: { class: 'UNKNOWN_OUTCOME' },
        remedy: 'It may be published: X is asked before anything else is tried.',
      }
    : { failure: { class: 'RETRY_LATER' }, remedy: 'It is tried again.' };
}

function fieldOf(said: string): string {
  return said.includes('media') ? '/mediaUrls' : '/body';
}

/** Both shapes of X's errors: a problem with `detail`, or old-style `errors` with messages. */
function explanation(error: ApiResponseError): string {
  const { detail, title, errors } = error.data ?? {};
  const inner = (errors ?? [])
    .map((one) => ('message' in one ? one.message : undefined))
    .filter((one) => one !== undefined);
  const said = [detail ?? title, ...inner].filter((text) => text !== undefined && text !== '');
  return said.length === 0 ? 'no explanation.' : said.join(' ');
}

function problemType(error: ApiResponseError): string | undefined {
  const { type, error: oauthError } = error.data ?? {};
  if (oauthError !== undefined) return oauthError;
  return type === undefined || type === 'about:blank' ? undefined : type;
}

function isAnswer(error: unknown): error is ApiResponseError {
  return error instanceof Error && 'type' in error && error.type === 'response';
}

function hiddenCause(error: unknown): unknown {
  const options = (error as { _options?: { error?: unknown; responseError?: unknown } } | undefined)?._options;
  return options?.error ?? options?.responseError ?? error;
}

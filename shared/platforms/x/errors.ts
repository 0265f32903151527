import type { PlatformError } from '../contract/platform-failure.ts';
import { noAnswer } from '../http/call-failure.ts';
import { pageText } from '../http/page-text.ts';
import { type Judgement, refusal } from '../http/refusal.ts';
import { resetTime } from '../http/retry-after.ts';
import { judgeForbidden } from './lib/judge-forbidden.ts';
import { XRefusal } from './lib/x-refusal.ts';
import type { XCredentials } from './schemas.ts';

interface XCall {
  credentials: unknown;
  now: number;
  /** Whether the call may have published. */
  visible?: boolean;
  /** The post that it answers. */
  parent?: string | undefined;
}

/** What a call through the library throws, as a PlatformError. */
export function xError(error: unknown, call: XCall): PlatformError {
  const { credentials, visible = false } = call;
  if (!(error instanceof XRefusal)) return noAnswer(error, { platform: 'X', visible, credentials });
  const { status, page, type, said } = error;
  return refusal(judge(error, call), {
    platform: 'X',
    status,
    said: page === undefined ? said : pageText(page),
    code: type,
    credentials,
  });
}

function judge(refused: XRefusal, { credentials, visible = false, parent, now }: XCall): Judgement {
  const { status } = refused;
  if (status === 429) return tooMany(refused, now);
  if (status >= 500 || status === 408 || status < 400) return serverTrouble(visible);
  if (status === 413 || status === 400) return rejected(refused);
  if (refused.page !== undefined) {
    const remedy = 'Something in front of X, a firewall perhaps, refused the call: it is tried again.';
    return { failure: { class: 'RETRY_LATER' }, remedy };
  }
  switch (status) {
    case 401:
      // An OAuth 2 token may just have run out; the keys of OAuth 1.0a never do.
      return 'refreshToken' in (credentials as XCredentials)
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
      return judgeForbidden(refused, { parent, retryAt: endOfDay(refused, now) });
    case 404:
      return { failure: { class: 'NOT_FOUND' }, remedy: 'The post is no longer on X.' };
    default:
      return { failure: { class: 'CONTENT_REJECTED' }, remedy: 'Change the post, then publish again.' };
  }
}

function rejected({ said }: XRefusal): Judgement {
  const field = said.toLowerCase().includes('media') ? '/mediaUrls' : '/body';
  return { failure: { class: 'CONTENT_REJECTED', field }, remedy: 'Change what X names, then publish again.' };
}

function tooMany(refused: XRefusal, now: number): Judgement {
  if (refused.type?.includes('usage-capped') === true) {
    return {
      failure: { class: 'OPERATOR' },
      remedy: "The developer app's monthly cap is used up: raise it, or wait for the next cycle.",
    };
  }
  const spent = daily.some((limit) => refused.headers[`${limit}-remaining`] === '0');
  if (spent) {
    return {
      failure: { class: 'DAILY_CAP', retryAt: endOfDay(refused, now) },
      remedy: 'The limit of the day is reached. It is tried again when it resets.',
    };
  }
  const retryAt = resetTime(refused.headers['x-rate-limit-reset'], now);
  return { failure: { class: 'RATE_LIMITED', retryAt }, remedy: 'It is tried again when the limit resets.' };
}

const daily = ['x-user-limit-24hour', 'x-app-limit-24hour'] as const;

/** When the limit of the day that is used up is reset, as the headers say. */
function endOfDay({ headers }: XRefusal, now: number): number | undefined {
  const spent = daily.find((limit) => headers[`${limit}-remaining`] === '0');
  return spent === undefined ? undefined : resetTime(headers[`${spent}-reset`], now);
}

function serverTrouble(visible: boolean): Judgement {
  return visible
    ? {
        failure: { class: 'UNKNOWN_OUTCOME' },
        remedy: 'It may be published: X is asked before anything else is tried.',
      }
    : { failure: { class: 'RETRY_LATER' }, remedy: 'It is tried again.' };
}

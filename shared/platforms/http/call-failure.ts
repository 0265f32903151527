import { PlatformError } from '../contract/platform-failure.ts';
import { AddressRefusedError } from './address-policy.ts';

/** Errors of a connection that never came to be: nothing was sent, so trying again is safe. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

interface Call {
  /** As in a sentence: "Bluesky", "the WordPress site". */
  platform: string;
  /** Whether the call makes something visible, so that a lost answer leaves the outcome unknown. */
  visible?: boolean;
}

/**
 * Why a call had no answer: a timeout, a lost connection, a refused address. The original error is not kept as `cause`:
 * client libraries put the request with its credentials into theirs.
 */
export function noAnswer(error: unknown, { platform, visible = false }: Call): PlatformError {
  if (error instanceof PlatformError) return error;
  const refused = inChain(error, (one) => one instanceof AddressRefusedError);
  if (refused instanceof AddressRefusedError) {
    return new PlatformError({ class: 'RECONNECT' }, refused.message, {
      remedy: 'Connect the platform with an address that this deployment may reach.',
    });
  }
  const code = networkCode(error);
  if (code !== undefined && NEVER_SENT.has(code)) {
    return new PlatformError({ class: 'RETRY_LATER' }, `There was no connection to ${platform} (${code}).`, {
      remedy: 'Nothing was sent. It is tried again; check the address if it goes on.',
      platformCode: code,
    });
  }
  const how = code === undefined ? '' : ` (${code})`;
  if (visible) {
    return new PlatformError(
      { class: 'UNKNOWN_OUTCOME' },
      `The connection to ${platform} was lost before its answer${how}.`,
      {
        remedy:
          'It may be published: Herald asks the platform before it tries again. If the platform cannot tell, look there and answer with POST /api/v1/distributions/{id}/resolve.',
        platformCode: code,
      },
    );
  }
  return new PlatformError({ class: 'RETRY_LATER' }, `${platform} did not answer${how}.`, {
    remedy: 'It is tried again.',
    platformCode: code,
  });
}

function networkCode(error: unknown): string | undefined {
  const found = inChain(error, (one) => typeof one.code === 'string' || one.name === 'AbortError');
  if (found === undefined) return undefined;
  return typeof found.code === 'string' ? found.code : 'ABORTED';
}

type Link = object & { code?: unknown; name?: unknown; cause?: unknown };

function inChain(error: unknown, matches: (one: Link) => boolean): Link | undefined {
  for (let one = error, depth = 0; typeof one === 'object' && one !== null && depth < 5; depth++) {
    if (matches(one)) return one;
    one = (one as Link).cause;
  }
  return undefined;
}

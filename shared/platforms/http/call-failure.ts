import { PlatformError } from '../contract/platform-failure.ts';
import { AddressRefusedError } from './address-policy.ts';
import { RedirectRefusedError, WireError } from './wire-error.ts';

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
  const known = ofOurs(error);
  if (known instanceof AddressRefusedError) {
    return new PlatformError({ class: 'RECONNECT' }, known.message, {
      remedy: 'Connect the platform with an address that this deployment may reach.',
    });
  }
  if (known instanceof RedirectRefusedError && known.isPermanent) return moved(known, platform);
  const { code, sent } = known ?? {};
  if (known !== undefined && !sent) {
    return new PlatformError({ class: 'RETRY_LATER' }, `There was no connection: ${platform} ${known.message}.`, {
      remedy: 'Nothing was sent. It is tried again; check the address if it goes on.',
      platformCode: code,
    });
  }
  if (visible) {
    const how = known === undefined ? '' : `: it ${known.message}`;
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
  const message = known === undefined ? `${platform} did not answer.` : `${platform} ${known.message}.`;
  return new PlatformError({ class: 'RETRY_LATER' }, message, { remedy: 'It is tried again.', platformCode: code });
}

function moved({ message, to, code }: RedirectRefusedError, platform: string): PlatformError {
  return new PlatformError({ class: 'RECONNECT' }, `${platform} ${message}.`, {
    remedy:
      to === undefined ? 'Check the address, then reconnect.' : `Reconnect with the new address (${to.slice(0, 200)}).`,
    platformCode: code,
  });
}

type Known = WireError | AddressRefusedError;

/** Client libraries wrap our own errors into theirs. */
function ofOurs(error: unknown): Known | undefined {
  for (let one = error, depth = 0; typeof one === 'object' && one !== null && depth < 5; depth++) {
    if (one instanceof WireError || one instanceof AddressRefusedError) return one;
    one = (one as { cause?: unknown }).cause;
  }
  return undefined;
}

import { PlatformError } from '../contract/platform-failure.ts';
import { AddressRefusedError } from './address-policy.ts';
import { quote } from './redact.ts';
import { RedirectRefusedError, WireError } from './wire-error.ts';

const MAX_MESSAGE = 300;
const MAX_ADDRESS = 200;

interface Call {
  /** As in a sentence: "Bluesky", "the WordPress site". */
  platform: string;
  /** Whether the call makes something visible, so that a lost answer leaves the outcome unknown. */
  visible?: boolean;
  /** What the call was made with: a server may put it into the address that it redirects to. */
  credentials?: unknown;
}

/**
 * Why a call had no answer: a timeout, a lost connection, a refused address. The original error is not kept as `cause`:
 * client libraries put the request with its credentials into theirs.
 */
export function noAnswer(error: unknown, { platform, visible = false, credentials }: Call): PlatformError {
  if (error instanceof PlatformError) return error;
  const known = ofOurs(error);
  const said = known === undefined ? undefined : quote(known.message, credentials, MAX_MESSAGE);
  if (known instanceof AddressRefusedError) {
    return new PlatformError({ class: 'RECONNECT' }, said!, {
      remedy: 'Connect the platform with an address that this deployment may reach.',
    });
  }
  if (known instanceof RedirectRefusedError && known.isPermanent) {
    return moved(known, `${platform} ${said}.`, credentials);
  }
  const { code, sent } = known ?? {};
  if (known !== undefined && !sent) {
    return new PlatformError({ class: 'RETRY_LATER' }, `There was no connection: ${platform} ${said}.`, {
      remedy: 'Nothing was sent. It is tried again; check the address if it goes on.',
      platformCode: code,
    });
  }
  if (visible) {
    const how = said === undefined ? '' : `: it ${said}`;
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
  const message = said === undefined ? `${platform} did not answer.` : `${platform} ${said}.`;
  return new PlatformError({ class: 'RETRY_LATER' }, message, { remedy: 'It is tried again.', platformCode: code });
}

function moved({ to, code }: RedirectRefusedError, message: string, credentials: unknown): PlatformError {
  const remedy =
    to === undefined
      ? 'Check the address, then reconnect.'
      : `Reconnect with the new address (${quote(to, credentials, MAX_ADDRESS)}).`;
  return new PlatformError({ class: 'RECONNECT' }, message, { remedy, platformCode: code });
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

import { PlatformError, type PlatformFailure } from '../contract/platform-failure.ts';
import { quote } from './redact.ts';

const MAX_MESSAGE = 300;
const MAX_CODE = 100;

/** What a refusal means, and what the user can do about it. */
export interface Judgement {
  failure: PlatformFailure;
  remedy: string;
}

interface Refusal {
  /** As in a sentence: "X", "The WordPress site". */
  platform: string;
  status: number;
  /** What the platform says, of any length. */
  said: string;
  /** The platform's own name for it. */
  code?: string | undefined;
  credentials: unknown;
}

/**
 * A platform's refusal as an error that may be stored and shown: cut, and without what the platform echoes of our
 * request. The one place where words of a platform become words of Herald.
 */
export function refusal({ failure, remedy }: Judgement, refused: Refusal): PlatformError {
  const { platform, status, said, credentials } = refused;
  const code = refused.code === undefined ? undefined : quote(refused.code, credentials, MAX_CODE);
  // X's names are whole addresses, which say nothing to a reader.
  const name = code === undefined || code.includes('/') ? '' : ` ${code}`;
  return new PlatformError(failure, quote(`${platform} answered ${status}${name}: ${said}`, credentials, MAX_MESSAGE), {
    remedy,
    platformCode: code,
    httpStatus: status,
  });
}

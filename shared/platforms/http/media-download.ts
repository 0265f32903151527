import { imageSize } from 'image-size';
import type { PlatformContext, PlatformRules } from '../contract/adapter.ts';
import { PlatformError } from '../contract/platform-failure.ts';
import { AddressRefusedError } from './address-policy.ts';
import { noAnswer } from './call-failure.ts';
import { AnswerTooLargeError, RedirectRefusedError } from './wire-error.ts';

export interface DownloadedImage {
  bytes: Uint8Array<ArrayBuffer>;
  /** From the bytes, not from what the server says, e.g. `image/jpeg`. */
  mimeType: string;
  /** File name ending without the dot. */
  extension: string;
  /** As shown, EXIF rotation applied. */
  width: number;
  height: number;
}

const mimeTypes: Record<string, string> = { jpg: 'image/jpeg', png: 'image/png', gif: 'image/gif', webp: 'image/webp' };

/**
 * Fetches one of the content's images within the platform's size and type rules.
 * @throws PlatformError CONTENT_REJECTED with the field when the address or the file is not usable
 */
export async function downloadImage(
  context: Pick<PlatformContext, 'fetch' | 'signal'>,
  url: string,
  index: number,
  rules: PlatformRules,
): Promise<DownloadedImage> {
  const reject = (message: string, remedy: string) =>
    new PlatformError({ class: 'CONTENT_REJECTED', field: `/mediaUrls/${index}` }, message, { remedy });
  const host = new URL(url).host;
  try {
    const { maxBytes } = rules.media;
    const response = await context.fetch(url, { signal: context.signal, budget: 'medium', maxBytes });
    if (response.status >= 500 || response.status === 429) {
      throw new PlatformError({ class: 'RETRY_LATER' }, `${host} answered ${response.status} for a medium.`, {
        remedy: 'It is tried again.',
        httpStatus: response.status,
      });
    }
    if (!response.ok) {
      throw reject(
        `${host} answered ${response.status} for medium ${index + 1}.`,
        'Give an address that can be fetched without a login.',
      );
    }
    return describe(new Uint8Array(await response.arrayBuffer()), rules) ?? unusable(index, rules, reject);
  } catch (error) {
    if (error instanceof AnswerTooLargeError) {
      const megabytes = error.maxBytes / 1_000_000;
      throw reject(
        `Medium ${index + 1} is larger than ${rules.displayName} takes (${megabytes} MB).`,
        'Make the file smaller.',
      );
    }
    if (error instanceof AddressRefusedError || error instanceof RedirectRefusedError) {
      const what = error instanceof AddressRefusedError ? error.message : `${host} ${error.message}.`;
      throw reject(what, 'Put the file where everyone can fetch it over https.');
    }
    throw noAnswer(error, { platform: host });
  }
}

function unusable(
  index: number,
  rules: PlatformRules,
  reject: (message: string, remedy: string) => PlatformError,
): never {
  const types = rules.media.types.join(', ');
  throw reject(
    `Medium ${index + 1} is not a file that ${rules.displayName} takes (${types}).`,
    `Give one of ${types}.`,
  );
}

function describe(bytes: Uint8Array<ArrayBuffer>, rules: PlatformRules): DownloadedImage | undefined {
  try {
    const { type = '', width, height, orientation = 1 } = imageSize(bytes);
    const mimeType = mimeTypes[type];
    if (mimeType === undefined || !rules.media.types.includes(mimeType)) return undefined;
    // EXIF orientations 5 to 8 lie on their side.
    const turned = orientation >= 5;
    return { bytes, mimeType, extension: type, width: turned ? height : width, height: turned ? width : height };
  } catch {
    return undefined;
  }
}

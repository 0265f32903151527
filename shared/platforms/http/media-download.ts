import type { PlatformContext, PlatformRules } from '../contract/adapter.ts';
import { maxBytesOf, megabytes, typeNames } from '../contract/media-rules.ts';
import { PlatformError } from '../contract/platform-failure.ts';
import { type CleanImage, readImage } from '../media/read-image.ts';
import { AddressRefusedError } from './address-policy.ts';
import { noAnswer } from './call-failure.ts';
import { AnswerTooLargeError, RedirectRefusedError } from './wire-error.ts';

/**
 * Fetches one of the content's images within the platform's size and type rules, and takes out what tells of its place,
 * its camera and its people: platforms show files as they come, or keep them.
 * @throws PlatformError CONTENT_REJECTED with the field when the address or the file is not usable
 */
export async function downloadImage(
  context: Pick<PlatformContext, 'fetch' | 'signal'>,
  url: string,
  index: number,
  rules: PlatformRules,
): Promise<CleanImage> {
  const reject = (message: string, remedy: string) =>
    new PlatformError({ class: 'CONTENT_REJECTED', field: `/mediaUrls/${index}` }, message, { remedy });
  const tooLarge = (limit: number) =>
    reject(
      `Medium ${index + 1} is larger than ${rules.displayName} takes (${megabytes(limit)}).`,
      'Make the file smaller.',
    );
  const host = new URL(url).host;
  try {
    const maxBytes = Math.max(...rules.media.types.map((type) => maxBytesOf(rules.media, type)));
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
    const bytes = new Uint8Array(await response.arrayBuffer());
    const image = readImage(bytes);
    if (image === undefined || !rules.media.types.includes(image.mimeType)) throw unusable(index, rules, reject);
    const limit = maxBytesOf(rules.media, image.mimeType);
    if (bytes.length > limit) throw tooLarge(limit);
    return image;
  } catch (error) {
    if (error instanceof AnswerTooLargeError) throw tooLarge(error.maxBytes);
    if (error instanceof AddressRefusedError || error instanceof RedirectRefusedError) {
      const what = error instanceof AddressRefusedError ? error.message : `${host} ${error.message}.`;
      throw reject(what, 'Put the file where everyone can fetch it over https.');
    }
    throw noAnswer(error, { platform: host });
  }
}

function unusable(index: number, rules: PlatformRules, reject: (message: string, remedy: string) => PlatformError) {
  const types = typeNames(rules.media);
  return reject(
    `Medium ${index + 1} is not a whole file of a type that ${rules.displayName} takes (${types}).`,
    `Give one of ${types}, saved anew where it is damaged.`,
  );
}

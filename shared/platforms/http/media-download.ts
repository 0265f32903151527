import type { PlatformContext, PlatformRules } from '../contract/adapter.ts';
import { maxBytesOf, megabytes, typeNames } from '../contract/media-rules.ts';
import { PlatformError } from '../contract/platform-failure.ts';
import { type CleanImage, readImage } from '../media/read-image.ts';
import { AddressRefusedError } from './address-policy.ts';
import { noAnswer } from './call-failure.ts';

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
  const host = new URL(url).host;
  try {
    const response = await context.fetch(url, { signal: context.signal });
    if (response.status >= 500 || response.status === 429) {
      await response.body?.cancel();
      throw new PlatformError({ class: 'RETRY_LATER' }, `${host} answered ${response.status} for a medium.`, {
        remedy: 'It is tried again.',
        httpStatus: response.status,
      });
    }
    if (!response.ok) {
      await response.body?.cancel();
      throw reject(
        `${host} answered ${response.status} for medium ${index + 1}.`,
        'Give an address that can be fetched without a login.',
      );
    }
    const bytes = await readAtMost(response, largest(rules));
    const image = bytes === undefined ? undefined : readImage(bytes);
    if (bytes !== undefined && (image === undefined || !rules.media.types.includes(image.mimeType))) {
      throw unusable(index, rules, reject);
    }
    const limit = image === undefined ? largest(rules) : maxBytesOf(rules.media, image.mimeType);
    if (bytes === undefined || bytes.length > limit) {
      throw reject(
        `Medium ${index + 1} is larger than ${rules.displayName} takes (${megabytes(limit)}).`,
        'Make the file smaller.',
      );
    }
    return image!;
  } catch (error) {
    if (error instanceof AddressRefusedError)
      throw reject(error.message, 'Put the file where everyone can fetch it over https.');
    throw noAnswer(error, { platform: host });
  }
}

const largest = ({ media }: PlatformRules) => Math.max(...media.types.map((type) => maxBytesOf(media, type)));

function unusable(index: number, rules: PlatformRules, reject: (message: string, remedy: string) => PlatformError) {
  const types = typeNames(rules.media);
  return reject(
    `Medium ${index + 1} is not a whole file of a type that ${rules.displayName} takes (${types}).`,
    `Give one of ${types}, saved anew where it is damaged.`,
  );
}

/** The body, or undefined as soon as it is over the limit, whatever `Content-Length` claims. */
async function readAtMost(response: Response, limit: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > limit) return undefined;
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

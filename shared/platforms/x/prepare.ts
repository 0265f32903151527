import type { Prepared, PublishContext } from '../contract/adapter.ts';
import type { DistributionContent } from '../contract/content.ts';
import { PlatformError } from '../contract/platform-failure.ts';
import { specificOf } from '../contract/specific.ts';
import { downloadImage } from '../http/media-download.ts';
import { readPrepared } from './lib/prepared.ts';
import { uploadImage } from './lib/upload-image.ts';
import { rules } from './rules.ts';
import { platformSpecific } from './schemas.ts';

/** An upload that expires sooner than this is made again, so that it is still there at the due time. */
const EXPIRY_MARGIN_MS = 30 * 60_000;

/** Uploads the images with their alt texts. Uploads are not public, and X drops those that no post uses. */
export async function prepare(
  context: PublishContext,
  content: DistributionContent,
  saved: Prepared,
): Promise<Prepared> {
  const urls = content.mediaUrls ?? [];
  const fresh = readPrepared(saved).media.every(({ expiresAt }) => expiresAt - EXPIRY_MARGIN_MS > context.now());
  const media = fresh ? readPrepared(saved).media : [];
  const altTexts = specificOf(content, platformSpecific).altTexts ?? [];
  for (const [index, url] of [...urls.entries()].slice(media.length)) {
    const image = await downloadImage(context, url, index, rules);
    if (rules.media.alone.some((type) => type === image.mimeType) && urls.length > 1) {
      throw new PlatformError(
        { class: 'CONTENT_REJECTED', field: `/mediaUrls/${index}` },
        'X takes a GIF only on its own.',
        {
          remedy: 'Remove the other images, or give this one as JPEG or PNG.',
        },
      );
    }
    media.push(await uploadImage(context, image, altTexts[index]));
    await context.save({ media: [...media] });
  }
  return { media };
}

import * as z from 'zod';
import { isWebAddress } from '../../../kernel/web-address.ts';
import type { PlatformContext, PublishContext } from '../../contract/adapter.ts';
import { numberIdField } from '../../http/answer-fields.ts';
import { downloadImage } from '../../http/media-download.ts';
import { readAnswer } from '../../http/read-answer.ts';
import { wordpressError } from '../errors.ts';
import { rules } from '../rules.ts';
import { call, SITE } from './client.ts';
import type { UploadedImage } from './prepared.ts';

const mediaSchema = z.object({ id: numberIdField, slug: z.string(), source_url: z.string().refine(isWebAddress) });

/** Fetches an image and uploads it under a file name of ours, from which WordPress makes its slug. */
export async function uploadImage(
  context: PublishContext,
  root: string,
  { url, index, slug }: { url: string; index: number; slug: string },
): Promise<UploadedImage> {
  const image = await downloadImage(context, url, index, rules);
  const file = { bytes: image.bytes, mimeType: image.mimeType, name: `${slug}.${image.extension}` };
  const answer = await call(context, root, 'wp/v2/media', {
    method: 'POST',
    file,
    allow: [500, 502, 503, 504],
  });
  if (answer.status < 300) return toImage(answer.body);
  // The file is stored, only its smaller sizes are missing: WordPress wants them asked for again, not a new upload.
  const stored = answer.headers.get('x-wp-upload-attachment-id');
  if (stored === null) throw wordpressError(answer, context.credentials, false, context.now());
  const json = { action: 'create-image-subsizes' };
  const finished = await call(context, root, `wp/v2/media/${stored}/post-process`, { method: 'POST', json });
  return toImage(finished.body);
}

/** Uploads whose slug begins with `mark`, by slug. */
export async function findUploads(
  context: PlatformContext,
  root: string,
  mark: string,
): Promise<Map<string, UploadedImage>> {
  const query = { search: mark, per_page: '100', context: 'edit' };
  const { body } = await call(context, root, 'wp/v2/media', { query });
  const found = readAnswer(z.array(mediaSchema), body, SITE).filter(({ slug }) => slug.startsWith(mark));
  return new Map(found.map((media) => [media.slug, { id: media.id, sourceUrl: media.source_url }]));
}

function toImage(body: unknown): UploadedImage {
  const { id, source_url } = readAnswer(mediaSchema, body, SITE);
  return { id, sourceUrl: source_url };
}

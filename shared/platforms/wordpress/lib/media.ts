import * as z from 'zod';
import { isWebAddress } from '../../../kernel/web-address.ts';
import type { PlatformContext, PublishContext } from '../../contract/adapter.ts';
import { htmlText } from '../../contract/html-text.ts';
import { numberIdField } from '../../http/answer-fields.ts';
import { downloadImage } from '../../http/media-download.ts';
import { readAnswer } from '../../http/read-answer.ts';
import { wordpressError } from '../errors.ts';
import { rules } from '../rules.ts';
import { call, SITE } from './client.ts';
import type { UploadedImage } from './prepared.ts';

const mediaSchema = z.object({ id: numberIdField, source_url: z.string().refine(isWebAddress) });
// WordPress writes UTC without saying so.
const listedSchema = mediaSchema.extend({ title: z.object({ raw: z.string() }), date_gmt: z.string().nullish() });

interface Picture {
  url: string;
  index: number;
  /** Its title on the site, and with an ending its file name. */
  name: string;
  altText: string | undefined;
  draftId: number;
}

/** Fetches an image and uploads it to the draft: who has no right to see the draft does not see its images either. */
export async function uploadImage(
  context: PublishContext,
  root: string,
  { url, index, name, altText = '', draftId }: Picture,
): Promise<UploadedImage> {
  const image = await downloadImage(context, url, index, rules);
  const form = new FormData();
  form.set('title', name);
  form.set('alt_text', altText);
  form.set('post', String(draftId));
  form.set('file', new Blob([image.bytes], { type: image.mimeType }), `${name}.${image.extension}`);
  const answer = await call(context, root, 'wp/v2/media', {
    method: 'POST',
    form,
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

/** What was uploaded to a draft, by title. Of two with the same title the older one counts. */
export async function findUploads(
  context: PlatformContext,
  root: string,
  draftId: number,
): Promise<Map<string, UploadedImage>> {
  const newestFirst = (await listUploads(context, root, draftId)).toSorted((a, b) => b.id - a.id);
  return new Map(newestFirst.map(({ name, id, sourceUrl }) => [name, { id, sourceUrl }]));
}

export interface ListedUpload extends UploadedImage {
  name: string;
  /** By the site's clock, in milliseconds; NaN where the site does not say it. */
  uploadedAt: number;
}

/** Everything that was uploaded to a draft. */
export async function listUploads(context: PlatformContext, root: string, draftId: number): Promise<ListedUpload[]> {
  const query = {
    parent: String(draftId),
    per_page: '100',
    orderby: 'id',
    order: 'desc',
    context: 'edit',
    _fields: 'id,title,source_url,date_gmt',
  };
  const { body } = await call(context, root, 'wp/v2/media', { query });
  const found = readAnswer(z.array(listedSchema), body, SITE);
  return found.map((media) => ({
    ...toImage(media),
    name: htmlText(media.title.raw),
    uploadedAt: Date.parse(`${media.date_gmt}Z`),
  }));
}

function toImage(body: unknown): UploadedImage {
  const { id, source_url } = readAnswer(mediaSchema, body, SITE);
  return { id, sourceUrl: source_url };
}

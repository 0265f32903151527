import { setTimeout as delay } from 'node:timers/promises';
import type { TwitterApi } from 'twitter-api-v2';
import * as z from 'zod';
import type { Prepared, PublishContext } from '../contract/adapter.ts';
import type { DistributionContent } from '../contract/content.ts';
import { PlatformError } from '../contract/platform-failure.ts';
import { specificOf } from '../contract/specific.ts';
import { type DownloadedImage, downloadImage } from '../http/media-download.ts';
import { readAnswer } from '../http/read-answer.ts';
import { xClient } from './client.ts';
import { xError } from './errors.ts';
import { readPrepared, type UploadedMedia } from './prepared.ts';
import { rules } from './rules.ts';
import { platformSpecific } from './schemas.ts';

const CHUNK_BYTES = 1024 * 1024;
const DAY_SECONDS = 86_400;
/** An upload this near its end is made anew rather than lost at the due time. */
const EXPIRY_MARGIN_MS = 30 * 60_000;
const MAX_STATUS_CALLS = 20;

const upload = z.object({
  data: z.object({
    id: z.string(),
    media_key: z.string().optional(),
    expires_after_secs: z.number().optional(),
    processing_info: z
      .object({
        state: z.string(),
        check_after_secs: z.number().optional(),
        error: z.object({ message: z.string() }).optional(),
      })
      .optional(),
  }),
});
type Upload = z.infer<typeof upload>['data'];

/** Uploads the images with their alt texts. Nothing of it is public; unused uploads expire by themselves. */
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
    if (image.mimeType === 'image/gif' && urls.length > 1) {
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

async function uploadImage(context: PublishContext, image: DownloadedImage, altText = ''): Promise<UploadedMedia> {
  try {
    const client = await xClient(context);
    const started = await initialize(client, image);
    await append(client, started.id, Buffer.from(image.bytes));
    const finished = await finalize(client, started.id, context.signal);
    if (altText !== '') {
      await client.v2.post('media/metadata', { id: started.id, metadata: { alt_text: { text: altText } } }, json);
    }
    const seconds = finished.expires_after_secs ?? started.expires_after_secs ?? DAY_SECONDS;
    return {
      id: started.id,
      mediaKey: finished.media_key ?? started.media_key,
      expiresAt: context.now() + seconds * 1000,
    };
  } catch (error) {
    throw xError(error, context.credentials);
  }
}

const json = { forceBodyMode: 'json' } as const;

async function initialize(client: TwitterApi, image: DownloadedImage): Promise<Upload> {
  const body = {
    media_type: image.mimeType,
    total_bytes: image.bytes.length,
    media_category: image.mimeType === 'image/gif' ? 'tweet_gif' : 'tweet_image',
  };
  return readUpload(await client.v2.post('media/upload/initialize', body, json));
}

async function append(client: TwitterApi, id: string, bytes: Buffer): Promise<void> {
  for (let start = 0, segment_index = 0; start < bytes.length; start += CHUNK_BYTES, segment_index++) {
    const media = bytes.subarray(start, start + CHUNK_BYTES);
    await client.v2.post(`media/upload/${id}/append`, { segment_index, media }, { forceBodyMode: 'form-data' });
  }
}

async function finalize(client: TwitterApi, id: string, signal: AbortSignal): Promise<Upload> {
  const finished = readUpload(await client.v2.post(`media/upload/${id}/finalize`, {}, json));
  let info = finished.processing_info;
  for (let calls = 0; info !== undefined && info.state !== 'succeeded'; calls++) {
    if (info.state === 'failed' || calls === MAX_STATUS_CALLS) {
      throw new PlatformError(
        { class: 'CONTENT_REJECTED', field: '/mediaUrls' },
        `X could not process the image: ${info.error?.message ?? info.state}.`,
        {
          remedy: 'Give another file.',
        },
      );
    }
    await delay((info.check_after_secs ?? 1) * 1000, undefined, { signal });
    info = readUpload(await client.v2.get('media/upload', { command: 'STATUS', media_id: id })).processing_info;
  }
  return finished;
}

function readUpload(body: unknown): Upload {
  return readAnswer(upload, body, { platform: 'X' }).data;
}

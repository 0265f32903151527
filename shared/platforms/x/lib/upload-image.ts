import { setTimeout as delay } from 'node:timers/promises';
import type { TwitterApi } from 'twitter-api-v2';
import * as z from 'zod';
import type { PublishContext } from '../../contract/adapter.ts';
import { PlatformError } from '../../contract/platform-failure.ts';
import { idField, nameField } from '../../http/answer-fields.ts';
import { readAnswer } from '../../http/read-answer.ts';
import type { CleanImage } from '../../media/read-image.ts';
import { xError } from '../errors.ts';
import { xClient } from './client.ts';
import type { UploadedMedia } from './prepared.ts';

const CHUNK_BYTES = 1024 * 1024;
const DAY_SECONDS = 86_400;
const MAX_STATUS_CALLS = 20;

const upload = z.object({
  data: z.object({
    id: idField,
    media_key: idField.optional(),
    expires_after_secs: z
      .number()
      .positive()
      .max(30 * DAY_SECONDS)
      .optional()
      .catch(undefined),
    processing_info: z
      .object({
        state: z.string(),
        check_after_secs: z.number().positive().max(60).optional().catch(undefined),
        error: z.object({ message: nameField }).optional().catch(undefined),
      })
      .optional(),
  }),
});
type Upload = z.infer<typeof upload>['data'];

/** Uploads one image, in chunks, and waits until X has processed it. */
export async function uploadImage(context: PublishContext, image: CleanImage, altText = ''): Promise<UploadedMedia> {
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
    throw xError(error, { credentials: context.credentials, now: context.now() });
  }
}

const json = { forceBodyMode: 'json' } as const;

async function initialize(client: TwitterApi, image: CleanImage): Promise<Upload> {
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

import type { Prepared, PublishContext } from '../contract/adapter.ts';
import type { DistributionContent } from '../contract/content.ts';
import { threadOf } from '../contract/thread.ts';
import { downloadImage } from '../http/media-download.ts';
import { blueskyError } from './errors.ts';
import { sessionAgent } from './lib/agent.ts';
import { mentionedHandles } from './lib/facets.ts';
import { type BlueskyPrepared, readPrepared, type UploadedImage } from './lib/prepared.ts';
import { postText } from './lib/record.ts';
import { rules } from './rules.ts';

/** Servers drop unused blobs after an hour or so. */
const BLOB_LIFE_MS = 30 * 60_000;

type ReadyPrepared = BlueskyPrepared & { createdAt: string; dids: Record<string, string> };

/** Fixes the record's time, finds the mentioned accounts and uploads the images. Nothing of it is public. */
export async function prepare(
  context: PublishContext,
  content: DistributionContent,
  saved: Prepared,
): Promise<ReadyPrepared> {
  const before = readPrepared(saved);
  const createdAt = before.createdAt ?? postTime(context);
  const texts = [postText(content), ...threadOf(content)];
  const dids = before.dids ?? (await resolve(context, texts.flatMap(mentionedHandles)));
  const fresh = before.images.every(({ uploadedAt }) => uploadedAt + BLOB_LIFE_MS > context.now());
  const prepared = { createdAt, dids, images: fresh ? before.images : [] };
  const urls = content.mediaUrls ?? [];
  if (before.dids === undefined) await context.save({ ...prepared });
  for (const [index, url] of [...urls.entries()].slice(prepared.images.length)) {
    prepared.images = [...prepared.images, await upload(context, url, index)];
    await context.save({ ...prepared });
  }
  return prepared;
}

/**
 * What a later post of a thread needs: no image, a time after the post before it. Its mentions were found along with the
 * first post's, unless that one was prepared by itself.
 */
export async function prepareFollowing(
  context: PublishContext,
  content: DistributionContent,
  saved: Prepared,
): Promise<ReadyPrepared> {
  const { createdAt = postTime(context), dids = {} } = readPrepared(saved);
  const unknown = mentionedHandles(postText(content)).filter((handle) => dids[handle] === undefined);
  return {
    createdAt: new Date(Date.parse(createdAt) + context.publication.part).toISOString(),
    dids: { ...dids, ...(await resolve(context, unknown)) },
    images: [],
  };
}

/** The due time, or now when that has passed: feeds sort by it, so an old time would bury the post. */
function postTime(context: PublishContext): string {
  return new Date(Math.max(Date.parse(context.publication.dueAt), context.now())).toISOString();
}

async function resolve(context: PublishContext, mentioned: string[]): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const handle of new Set(mentioned)) {
    try {
      const { data } = await sessionAgent(context).agent.resolveHandle({ handle });
      found[handle] = data.did;
    } catch (error) {
      const failed = blueskyError(error, { credentials: context.credentials, now: context.now() });
      // There is no such account: the mention stays plain text.
      if (failed.failure.class !== 'CONTENT_REJECTED' && failed.failure.class !== 'NOT_FOUND') throw failed;
    }
  }
  return found;
}

async function upload(context: PublishContext, url: string, index: number): Promise<UploadedImage> {
  const { bytes, mimeType, width, height } = await downloadImage(context, url, index, rules);
  try {
    const { data } = await sessionAgent(context).agent.uploadBlob(bytes, { encoding: mimeType });
    const blob = data.blob.toJSON() as Record<string, unknown>;
    return { blob, width, height, uploadedAt: context.now() };
  } catch (error) {
    throw blueskyError(error, { credentials: context.credentials, now: context.now() });
  }
}

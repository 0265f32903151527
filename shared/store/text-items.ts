import * as z from 'zod';
import { getText, putText, textKey } from '../cloud/text-store.ts';
import { type DistributionContent, distributionContentSchema } from '../domain/content.ts';
import { keys } from './keys.ts';
import type { Item } from './table.ts';
import { type LabelledAction, put } from './transact.ts';

const storedTextSchema = distributionContentSchema.extend({ bodyKey: z.string().optional() }).loose();

/** A DynamoDB item holds 400 KB, keys and other attributes included. */
const LARGEST_INLINE_BODY = 300 * 1024;

/** The write of one version of a text. A large body is put into the bucket first, so that the item never points at nothing. */
export async function writeText(
  tenantId: string,
  distributionId: string,
  version: number,
  content: DistributionContent,
): Promise<LabelledAction> {
  const key = keys.text(tenantId, distributionId, version);
  if (Buffer.byteLength(content.body) <= LARGEST_INLINE_BODY) return put('text', { ...key, ...content });
  const bodyKey = textKey(tenantId, distributionId, version);
  await putText(bodyKey, content.body);
  return put('text', { ...key, ...content, body: '', bodyKey });
}

export async function contentOf(item: Item): Promise<DistributionContent> {
  const { title, body, bodyKey, mediaUrls, linkUrl, platformSpecific } = storedTextSchema.parse(item);
  return { title, body: bodyKey ? await getText(bodyKey) : body, mediaUrls, linkUrl, platformSpecific };
}

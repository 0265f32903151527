import type { PublishResult } from '../../contract/adapter.ts';
import { isoTime } from '../../http/answer-fields.ts';
import { postUrl } from '../post-address.ts';

export function toResult(id: string, createdAt?: string): PublishResult {
  const publishedAt = isoTime(createdAt);
  return { externalId: id, externalUrl: postUrl(id), ...(publishedAt !== undefined && { publishedAt }) };
}

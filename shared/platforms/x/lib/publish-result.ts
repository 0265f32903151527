import type { PublishResult } from '../../contract/adapter.ts';
import { postUrl } from '../post-address.ts';

export function toResult(id: string, createdAt?: string): PublishResult {
  const publishedAt = createdAt === undefined ? {} : { publishedAt: new Date(createdAt).toISOString() };
  return { externalId: id, externalUrl: postUrl(id), ...publishedAt };
}

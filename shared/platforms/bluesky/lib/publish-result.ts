import { AtUri } from '@atproto/api';
import type { PublishResult } from '../../contract/adapter.ts';
import { postUrl } from '../post-address.ts';

export function toResult(record: { uri: string; cid?: string; createdAt?: string }, handle: string): PublishResult {
  const { uri, cid, createdAt } = record;
  return {
    externalId: uri,
    externalUrl: postUrl(handle, new AtUri(uri).rkey),
    ...(cid !== undefined && { reference: { cid } }),
    ...(createdAt !== undefined && { publishedAt: createdAt }),
  };
}

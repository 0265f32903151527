import { AtUri } from '@atproto/api';
import * as z from 'zod';
import type { PublishResult } from '../../contract/adapter.ts';
import { idField, isoTime } from '../../http/answer-fields.ts';
import { readAnswer } from '../../http/read-answer.ts';
import { postUrl } from '../post-address.ts';

const recordAnswer = z.object({ uri: idField, cid: idField.optional().catch(undefined) });

/** @param visible whether the answer is that of the visible call */
export function toResult(
  record: { uri: string; cid?: string; createdAt?: unknown },
  { handle, visible }: { handle: string; visible: boolean },
): PublishResult {
  const { uri, cid } = readAnswer(recordAnswer, record, { platform: 'Bluesky', visible });
  const createdAt = isoTime(record.createdAt);
  return {
    externalId: uri,
    externalUrl: postUrl(handle, new AtUri(uri).rkey),
    ...(cid !== undefined && { reference: { cid } }),
    ...(createdAt !== undefined && { publishedAt: createdAt }),
  };
}

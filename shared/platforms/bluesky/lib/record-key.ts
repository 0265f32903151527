import { createHash } from 'node:crypto';
import { TID } from '@atproto/common-web';
import type { PublishContext } from '../../contract/adapter.ts';

/**
 * The record's key, the same over all attempts of one text: writing it twice leaves one post.
 *
 * A key is a time in microseconds and 10 bits more. Our time has milliseconds only, so a hash fills the microseconds
 * too: with the 10 bits alone, one in a thousand pairs of posts made in the same millisecond would overwrite each other.
 */
export function recordKey({ distributionId, textVersion, createdAt, part }: PublishContext['publication']): string {
  const mark = part === 0 ? [distributionId, textVersion] : [distributionId, textVersion, part];
  const hash = createHash('sha256').update(mark.join('\n')).digest();
  // A millisecond more for each post of a thread, so that their keys sort in its order.
  const microseconds = (Date.parse(createdAt) + part) * 1000 + (hash.readUInt32BE(0) % 1000);
  return TID.fromTime(microseconds, hash.readUInt16BE(4) & 0x3ff).toString();
}

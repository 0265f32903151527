import { createHash } from 'node:crypto';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import type { DistributionContent } from '../domain/content.ts';
import { keys } from './keys.ts';
import { documentClient, tableName } from './table.ts';
import { type LabelledAction, put } from './transact.ts';

const WINDOW_MS = 86_400_000;

interface Holder {
  tenantId: string;
  platformId: string;
  distributionId: string;
}

/** The same title and text, whatever their white space and case, have the same hash. */
export function contentHash(content: DistributionContent): string {
  const words = [content.title ?? '', content.body, content.linkUrl ?? '']
    .map((part) => part.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase())
    .join('\n');
  return createHash('sha256').update(words).digest('hex').slice(0, 32);
}

/** Refused while another distribution holds the same text on this platform within 24 hours of `dueAt`. */
export function holdContentHash(holder: Holder, hash: string, dueAt: string): LabelledAction {
  const due = Date.parse(dueAt);
  const item = {
    ...keys.contentHash(holder.tenantId, holder.platformId, hash),
    distributionId: holder.distributionId,
    dueAtMs: due,
    expiresAt: Math.floor((Math.max(due, Date.now()) + WINDOW_MS) / 1000),
  };
  return put('contentHash', item, {
    expression:
      'attribute_not_exists(pk) OR distributionId = :self OR expiresAt < :nowSeconds OR dueAtMs < :earliest OR dueAtMs > :latest',
    values: {
      ':self': holder.distributionId,
      ':nowSeconds': Math.floor(Date.now() / 1000),
      ':earliest': due - WINDOW_MS,
      ':latest': due + WINDOW_MS,
    },
  });
}

/**
 * Frees the text for others: only the holder's own guard goes. Outside the holder's transaction, since a guard that
 * somebody else has taken over by now must not stop a cancel; one that stays by accident ends after 24 hours.
 */
export async function releaseContentHash(holder: Holder, hash: string): Promise<void> {
  try {
    await documentClient.send(
      new DeleteCommand({
        TableName: tableName(),
        Key: keys.contentHash(holder.tenantId, holder.platformId, hash),
        ConditionExpression: 'distributionId = :self',
        ExpressionAttributeValues: { ':self': holder.distributionId },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

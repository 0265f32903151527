import { createHash } from 'node:crypto';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { documentClient, tableName } from '../kernel/table/client.ts';
import { sleepUntil } from '../kernel/time/clock.ts';
import type { SandboxBehaviour } from '../platforms/sandbox/lib/behaviour.ts';
import { sandboxKeys } from './keys.ts';

/** Longer than any publisher waits for an answer, shorter than the function's own time. */
const TOO_LONG_MS = 22_000;
const RETENTION_SECONDS = 30 * 86_400;

/**
 * What a told post does on this try: nothing special once its `times` are used up. Tries are counted by the post's
 * reference; without one, by its text.
 */
export async function behaviourOfTry(
  tenantId: string,
  { reference, text, behaviour }: { reference?: string; text: string; behaviour?: SandboxBehaviour },
): Promise<SandboxBehaviour | undefined> {
  if (behaviour === undefined) return undefined;
  if (behaviour.times === undefined) return behaviour;
  const mark = reference ?? `text-${createHash('sha256').update(text).digest('hex')}`;
  const tries = await countTry(tenantId, mark);
  return tries <= behaviour.times ? behaviour : undefined;
}

export async function wait(milliseconds = TOO_LONG_MS): Promise<void> {
  await sleepUntil(Date.now() + milliseconds);
}

async function countTry(tenantId: string, reference: string): Promise<number> {
  const key = sandboxKeys.sandboxReference(tenantId, reference);
  const answer = await documentClient.send(
    new UpdateCommand({
      TableName: tableName(),
      Key: { ...key, sk: 'TRIES' },
      UpdateExpression: 'ADD tries :one SET expiresAt = :expiresAt',
      ExpressionAttributeValues: { ':one': 1, ':expiresAt': Math.floor(Date.now() / 1000) + RETENTION_SECONDS },
      ReturnValues: 'UPDATED_NEW',
    }),
  );
  return Number(answer.Attributes?.tries);
}

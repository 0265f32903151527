import { documentClient, tableName } from '../kernel/table/client.ts';
import { UpdateCommand } from '../kernel/table/commands.ts';
import { throughConflicts } from '../kernel/table/through-conflicts.ts';
import { sandboxKeys } from './keys.ts';

const RETENTION_SECONDS = 30 * 86_400;

/** Counts a try under this reference. @returns how many there were, with this one */
export async function countTry(tenantId: string, reference: string): Promise<number> {
  // No transaction: only a single update returns the new count.
  const answer = await throughConflicts(() =>
    documentClient.send(
      new UpdateCommand({
        TableName: tableName(),
        Key: sandboxKeys.sandboxTries(tenantId, reference),
        UpdateExpression: 'ADD tries :one SET expiresAt = :expiresAt',
        ExpressionAttributeValues: { ':one': 1, ':expiresAt': Math.floor(Date.now() / 1000) + RETENTION_SECONDS },
        ReturnValues: 'UPDATED_NEW',
      }),
    ),
  );
  return Number(answer.Attributes?.tries);
}

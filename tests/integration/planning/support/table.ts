import { vi } from 'vitest';
import { type DynamoDbEngine, openDynamoDb } from '../../../../infra/local/dynamodb/engine.ts';
import { documentClient } from '../../../../shared/kernel/table/client.ts';
import { type Command, sendTo } from '../../publishing/support/direct-client.ts';
import { TABLE, tableDefinition } from '../../publishing/support/table-definition.ts';

/** A real table in this process: use cases reach it without HTTP. `close` gives everything back. */
export async function openTable(): Promise<{ close(): Promise<void> }> {
  const engine: DynamoDbEngine = await openDynamoDb();
  await engine.call('CreateTable', tableDefinition);
  vi.stubEnv('TABLE_NAME', TABLE);
  vi.stubEnv('ALLOW_LOOPBACK_ADDRESSES', 'true');
  vi.spyOn(documentClient, 'send').mockImplementation(((command: unknown) =>
    sendTo(engine, command as Command)) as never);
  return {
    close: async () => {
      vi.restoreAllMocks();
      vi.unstubAllEnvs();
      await engine.close();
    },
  };
}

import { documentClient, type Item, tableName } from './client.ts';
import { PutCommand } from './commands.ts';
import { throughConflicts } from './through-conflicts.ts';

/** Writes one item, whatever the table holds under its key. Outside of a transaction a write costs half as much. */
export async function putItem(item: Item): Promise<void> {
  await throughConflicts(() => documentClient.send(new PutCommand({ TableName: tableName(), Item: item })));
}

import { openDynamoDb } from '../../../../infra/local/dynamodb/engine.ts';
import { EXPIRES_AT, TABLE } from './direct-table.ts';

// Writes transactions of 25 items each into the folder it is given, until it is killed.
const engine = await openDynamoDb({ directory: process.argv[2] });
for (let transaction = 0; ; transaction++) {
  const TransactItems = Array.from({ length: 25 }, (_, n) => ({
    Put: {
      TableName: TABLE,
      Item: {
        pk: { S: `${transaction}#${n}` },
        g: { S: `${transaction}` },
        h: { S: `${n}` },
        expiresAt: { N: `${EXPIRES_AT}` },
      },
    },
  }));
  await engine.call('TransactWriteItems', { ClientRequestToken: `${transaction}`, TransactItems });
  process.stdout.write('.');
}

import { expect, it } from 'vitest';
import { directTable, openEngine, TABLE } from './support/direct-engine.ts';

it.each(['TransactGetItems', 'BatchWriteItem', 'ExecuteStatement', 'Nonsense'])(
  'refuses %s, which no function uses, by its name',
  async (operation) => {
    const engine = await openEngine();
    await expect(engine.call(operation, {})).rejects.toMatchObject({
      code: 'UnknownOperationException',
      message: expect.stringContaining(operation),
    });
  },
);

it('refuses a table with a local secondary index instead of leaving the index out', async () => {
  const engine = await openEngine();
  const [range] = ['h'].map((AttributeName) => ({ AttributeName, KeyType: 'RANGE' }));
  const KeySchema = [{ AttributeName: 'pk', KeyType: 'HASH' }];
  const withLocalIndex = {
    ...directTable,
    KeySchema: [...KeySchema, { AttributeName: 'g', KeyType: 'RANGE' }],
    LocalSecondaryIndexes: [
      { IndexName: 'by-h', KeySchema: [...KeySchema, range], Projection: { ProjectionType: 'KEYS_ONLY' } },
    ],
  };
  await expect(engine.call('CreateTable', withLocalIndex)).rejects.toMatchObject({
    code: 'ValidationException',
    message: 'The local DynamoDB does not know local secondary indexes',
  });
  expect((await engine.call('ListTables', {})).TableNames).not.toContain(TABLE);
});

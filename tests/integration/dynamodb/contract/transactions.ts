import { randomUUID } from 'node:crypto';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { failureOf, get, keyOf, put, putAction, transact } from '../support/contract-helpers.ts';
import { type ContractTarget, TABLE } from '../support/contract-target.ts';

const key = keyOf;

export function transactionCases(target: () => ContractTarget): void {
  it('commits all actions of a transaction', async () => {
    await transact(
      target(),
      ['commit-a', 'commit-b', 'commit-c'].map((pk) => putAction(pk)),
    );
    for (const pk of ['commit-a', 'commit-b', 'commit-c']) expect(await get(target(), pk)).toEqual(key(pk));
  });

  it('writes nothing when a condition fails, and tells which one with the item it met', async () => {
    await put(target(), 'cancel-x', { n: 1 });
    const error = await failureOf(
      transact(target(), [
        putAction('cancel-a'),
        {
          Update: {
            TableName: TABLE,
            Key: key('cancel-x'),
            UpdateExpression: 'SET n = n + :one',
            ConditionExpression: 'n = :other',
            ExpressionAttributeValues: { ':one': 1, ':other': 5 },
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          },
        },
      ]),
    );
    expect(error.name).toBe('TransactionCanceledException');
    expect(error.message).toContain('[None, ConditionalCheckFailed]');
    expect(error.CancellationReasons?.map(({ Code }) => Code)).toEqual(['None', 'ConditionalCheckFailed']);
    expect(error.CancellationReasons?.[1]?.Item).toMatchObject({ n: { N: '1' } });
    expect(await get(target(), 'cancel-a')).toBeUndefined();
  });

  it('writes nothing, in no index either, when an update proves impossible', async () => {
    await put(target(), 'impossible', { v: 'text', gsi1pk: 'impossible', gsi1sk: '1' });
    const error = await failureOf(
      transact(target(), [
        putAction('impossible-new', { gsi1pk: 'impossible', gsi1sk: '2' }),
        { Delete: { TableName: TABLE, Key: key('impossible-none') } },
        {
          Update: {
            TableName: TABLE,
            Key: key('impossible'),
            UpdateExpression: 'SET v = v + :one',
            ExpressionAttributeValues: { ':one': 1 },
          },
        },
      ]),
    );
    expect(error.CancellationReasons?.[2]?.Code).toBe('ValidationError');
    expect(await get(target(), 'impossible-new')).toBeUndefined();
    const listed = await target().doc.send(
      new QueryCommand({
        TableName: TABLE,
        IndexName: 'gsi1',
        KeyConditionExpression: 'gsi1pk = :g',
        ExpressionAttributeValues: { ':g': 'impossible' },
      }),
    );
    expect(listed.Items?.map(({ gsi1sk }) => gsi1sk)).toEqual(['1']);
  });

  it('lets a ConditionCheck guard other writes and change nothing itself', async () => {
    await put(target(), 'guard', { open: true });
    const write = (open: boolean) =>
      transact(target(), [
        {
          ConditionCheck: {
            TableName: TABLE,
            Key: key('guard'),
            ConditionExpression: '#open = :open',
            ExpressionAttributeNames: { '#open': 'open' },
            ExpressionAttributeValues: { ':open': open },
          },
        },
        putAction('guarded'),
      ]);
    expect((await failureOf(write(false))).name).toBe('TransactionCanceledException');
    expect(await get(target(), 'guarded')).toBeUndefined();
    await write(true);
    expect(await get(target(), 'guarded')).toBeDefined();
    expect(await get(target(), 'guard')).toEqual({ ...key('guard'), open: true });
  });

  it('applies a repeated ClientRequestToken once and refuses it for another request', async () => {
    await put(target(), 'token', { n: 0 });
    const ClientRequestToken = randomUUID();
    const add = (amount: number) =>
      transact(
        target(),
        [
          {
            Update: {
              TableName: TABLE,
              Key: key('token'),
              UpdateExpression: 'ADD n :amount',
              ExpressionAttributeValues: { ':amount': amount },
            },
          },
        ],
        { ClientRequestToken },
      );
    await add(1);
    await add(1);
    expect((await get(target(), 'token'))?.n).toBe(1);
    expect((await failureOf(add(2))).name).toBe('IdempotentParameterMismatchException');
  });

  it('refuses two actions on one item, more than 100 actions, and more than 4 MB', async () => {
    const twice = await failureOf(transact(target(), [putAction('twice'), putAction('twice')]));
    expect(twice.message).toBe('Transaction request cannot include multiple operations on one item');

    const many = Array.from({ length: 101 }, (_, index) => putAction(`many-${index}`));
    expect((await failureOf(transact(target(), many))).name).toBe('ValidationException');
    await transact(target(), many.slice(0, 100));

    const text = 'x'.repeat(399_000);
    const large = Array.from({ length: 11 }, (_, index) => putAction(`large-${index}`, { text }));
    expect((await failureOf(transact(target(), large))).name).toBe('ValidationException');
    expect(await get(target(), 'large-0')).toBeUndefined();
  });

  it('lets exactly one of 50 concurrent claims win', async () => {
    await put(target(), 'job', { state: 'due' });
    const claim = (worker: number) =>
      transact(target(), [
        {
          Update: {
            TableName: TABLE,
            Key: key('job'),
            UpdateExpression: 'SET #state = :running, worker = :worker',
            ConditionExpression: '#state = :due',
            ExpressionAttributeNames: { '#state': 'state' },
            ExpressionAttributeValues: { ':running': 'running', ':due': 'due', ':worker': worker },
          },
        },
        putAction(`claim-${worker}`),
      ]);
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, (_, worker) => claim(worker)));
    const winners = outcomes.flatMap(({ status }, worker) => (status === 'fulfilled' ? [worker] : []));
    expect(winners).toHaveLength(1);
    expect((await get(target(), 'job'))?.worker).toBe(winners[0]);
    const claims = await Promise.all(outcomes.map((_, worker) => get(target(), `claim-${worker}`)));
    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  it('keeps the sum of all accounts through any concurrent transfers', async () => {
    const accounts = [0, 1, 2, 3];
    const account = fc.integer({ min: 0, max: 3 });
    const transfers = fc.array(fc.tuple(account, account, fc.integer({ min: 1, max: 60 })), {
      minLength: 5,
      maxLength: 20,
    });
    const change = (pk: string, amount: number) => ({
      Update: {
        TableName: TABLE,
        Key: key(pk),
        UpdateExpression: 'SET balance = balance + :amount',
        ConditionExpression: 'balance >= :least',
        ExpressionAttributeValues: { ':amount': amount, ':least': Math.max(0, -amount) },
      },
    });
    await fc.assert(
      fc.asyncProperty(transfers, async (moves) => {
        await Promise.all(accounts.map((id) => put(target(), `account-${id}`, { balance: 100 })));
        await Promise.allSettled(
          moves
            .filter(([from, to]) => from !== to)
            .map(([from, to, n]) => transact(target(), [change(`account-${from}`, -n), change(`account-${to}`, n)])),
        );
        const items = await Promise.all(accounts.map((id) => get(target(), `account-${id}`)));
        const balances = items.map((item) => item?.balance as number);
        expect(balances.reduce((total, balance) => total + balance, 0)).toBe(400);
        expect(Math.min(...balances)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 15 },
    );
  });
}

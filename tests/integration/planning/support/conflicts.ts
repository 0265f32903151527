import { setTimeout as delay } from 'node:timers/promises';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { vi } from 'vitest';
import { documentClient } from '../../../../shared/kernel/table/client.ts';
import { operationOf } from '../../publishing/support/direct-client.ts';

type Action = Record<string, { Key?: Key; Item?: Key }>;
interface Key {
  pk: string;
  sk: string;
}

interface Conflicts {
  /** The items of each transaction, by key. */
  transactions: string[][];
  /** Transactions that were cancelled because another touched one of their items. */
  cancelled: number;
}

/**
 * From now on, as at AWS: a transaction holds its items for some milliseconds, and cancels any other that touches one
 * of them, be it only to check it. The client must be a mock already (`openTable`).
 */
export function makeConflicts(): Conflicts {
  const seen: Conflicts = { transactions: [], cancelled: 0 };
  const held = new Set<string>();
  const send = vi.mocked(documentClient.send as (command: unknown) => Promise<unknown>);
  const original = send.getMockImplementation()!;
  send.mockImplementation(async (command) => {
    if (operationOf(command as never) !== 'TransactWrite') return original(command);
    const { TransactItems } = (command as { input: { TransactItems: Action[] } }).input;
    const keys = TransactItems.map(nameOf);
    seen.transactions.push(keys);
    if (keys.some((key) => held.has(key))) {
      seen.cancelled += 1;
      throw conflict(keys.map((key) => held.has(key)));
    }
    for (const key of keys) held.add(key);
    try {
      await delay(5 + Math.random() * 7);
      return await original(command);
    } finally {
      for (const key of keys) held.delete(key);
    }
  });
  return seen;
}

function nameOf(action: Action): string {
  const [write] = Object.values(action);
  const { pk, sk } = (write!.Key ?? write!.Item)!;
  return `${pk} ${sk}`;
}

function conflict(busy: boolean[]): TransactionCanceledException {
  return new TransactionCanceledException({
    message: 'Transaction cancelled',
    $metadata: {},
    CancellationReasons: busy.map((is) => ({ Code: is ? 'TransactionConflict' : 'None' })),
  });
}

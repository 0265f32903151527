import {
  type CancellationReason,
  ConditionalCheckFailedException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { documentClient } from '../../../shared/kernel/table/client.ts';
import { PutCommand } from '../../../shared/kernel/table/commands.ts';
import { defineGuard } from '../../../shared/kernel/table/guard.ts';
import { GuardFailed, isNew, put, transact } from '../../../shared/kernel/table/transact.ts';

const cancelled = (...reasons: CancellationReason[]) =>
  new TransactionCanceledException({ message: 'cancelled', $metadata: {}, CancellationReasons: reasons });
const conflict = { Code: 'TransactionConflict' };
const none = { Code: 'None' };

describe('a transaction', () => {
  const send = vi.spyOn(documentClient, 'send');
  const answers = (...outcomes: (Error | object)[]) => {
    for (const outcome of outcomes) {
      if (outcome instanceof Error) send.mockImplementationOnce(() => Promise.reject(outcome));
      else send.mockImplementationOnce(() => Promise.resolve(outcome as never));
    }
  };
  beforeEach(() => {
    vi.stubEnv('TABLE_NAME', 'table');
    // The back-off is drawn between nothing and its limit: nothing, here.
    vi.spyOn(Math, 'random').mockReturnValue(0);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    send.mockReset();
  });
  afterAll(() => vi.restoreAllMocks());
  const [first, second] = [defineGuard('first'), defineGuard('second')];
  const actions = () => [put(first, { pk: 'a', sk: 'a' }, isNew), put(second, { pk: 'b', sk: 'b' }, isNew)];

  it('is tried again while other writers are merely in the way', async () => {
    answers(cancelled(conflict, none), cancelled(none, { Code: 'ThrottlingError' }), {});
    await transact(actions());
    expect(send).toHaveBeenCalledTimes(3);
  });

  it('is not tried again once a guard refused, even beside a conflict, and names the guard and what stands there', async () => {
    const Item = marshall({ pk: 'b', sk: 'b', owner: 'somebody' });
    answers(cancelled(conflict, { Code: 'ConditionalCheckFailed', Item }));
    const refused = await transact(actions()).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(GuardFailed);
    expect(refused).toMatchObject({ guard: second, label: 'second', item: { owner: 'somebody' } });
    expect(send).toHaveBeenCalledTimes(1);
  });

  it('does not hide a fault that trying again cannot mend', async () => {
    answers(cancelled({ Code: 'ValidationError' }, conflict));
    await expect(transact(actions())).rejects.toBeInstanceOf(TransactionCanceledException);
    expect(send).toHaveBeenCalledTimes(1);
  });

  it('gives up after eight conflicts instead of holding a function for ever', async () => {
    answers(...Array.from({ length: 8 }, () => cancelled(conflict)));
    await expect(transact(actions())).rejects.toBeInstanceOf(TransactionCanceledException);
    expect(send).toHaveBeenCalledTimes(8);
  });

  describe('of one put', () => {
    const item = { pk: 'a', sk: 'a', revision: 2, title: undefined };
    const refusal = (attempts: number, holds: Record<string, unknown>) =>
      new ConditionalCheckFailedException({ message: 'refused', $metadata: { attempts }, Item: marshall(holds) });
    const write = () => transact([put(first, item, isNew)]);

    it('is a put by itself, which costs half, and is tried again as a transaction is', async () => {
      answers(Object.assign(new Error('held'), { name: 'TransactionConflictException' }), {});
      await write();
      expect(send).toHaveBeenCalledTimes(2);
      expect(send.mock.calls.every(([command]) => command instanceof PutCommand)).toBe(true);
    });

    it('names its guard and what stands there', async () => {
      answers(refusal(1, { pk: 'a', sk: 'a', revision: 3 }));
      await expect(write()).rejects.toMatchObject({ guard: first, item: { revision: 3 } });
    });

    it('is not refused by what its own first try has written, whose answer was lost', async () => {
      answers(refusal(2, { pk: 'a', sk: 'a', revision: 2 }));
      await write();
      // Another writer that wrote the same is another writer, where the put was sent only once.
      answers(refusal(1, { pk: 'a', sk: 'a', revision: 2 }), refusal(2, { pk: 'a', sk: 'a', revision: 2, title: 'x' }));
      await expect(write()).rejects.toBeInstanceOf(GuardFailed);
      await expect(write()).rejects.toBeInstanceOf(GuardFailed);
    });
  });
});

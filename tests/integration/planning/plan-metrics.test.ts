import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { handler } from '../../../functions/queues/sync-metrics.ts';
import { insertTenant } from '../../../shared/access/tenant-items.ts';
import { insertAccount } from '../../../shared/accounts/account-items.ts';
import { logger } from '../../../shared/kernel/logger.ts';
import { documentClient } from '../../../shared/kernel/table/client.ts';
import { transact } from '../../../shared/kernel/table/transact.ts';
import { planMetrics } from '../../../shared/learning/plan-metrics.ts';
import { insertDistribution } from '../../../shared/posts/model/distribution-items.ts';
import { aDistribution, aPlatform } from '../../support/factories.ts';
import { type Command, operationOf } from '../publishing/support/direct-client.ts';
import { openTable } from './support/table.ts';

interface Message {
  body: { kind: string; platformId?: string };
}
const sent = vi.hoisted(() => [] as Message[]);
vi.mock('../../../shared/aws/queues.ts', async (original) => ({
  ...(await original<object>()),
  sendMessages: async (_: string, messages: Message[]) => void sent.push(...messages),
}));

const NOW = Date.parse('2027-03-10T09:00:00.000Z');

describe('the hourly plan of figures', () => {
  let table: Awaited<ReturnType<typeof openTable>>;
  /** Each query takes so long by the worker's clock. */
  let queryMs: number;
  /** Queries that name one of these fail. */
  let broken: string[];
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: NOW });
    table = await openTable();
    [queryMs, broken, sent.length] = [0, [], 0];
    const send = vi.mocked(documentClient.send as (command: Command) => Promise<unknown>);
    const original = send.getMockImplementation()!;
    send.mockImplementation(async (command) => {
      if (operationOf(command) === 'Query') {
        vi.setSystemTime(Date.now() + queryMs);
        if (broken.some((id) => JSON.stringify(command.input).includes(id))) throw new Error('No answer');
      }
      return original(command);
    });
  });
  afterEach(async () => {
    await table?.close();
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  /** Tenants with accounts, each with a post of today. @returns the accounts' ids */
  async function connect(tenants: number, accounts = 1): Promise<string[]> {
    const ids: string[] = [];
    for (let nth = 0; nth < tenants; nth += 1) {
      const tenantId = `tenant${String(nth).padStart(6, '0')}`;
      await transact([insertTenant({ id: tenantId, name: 'T', createdAt: new Date(NOW + nth).toISOString() })]);
      for (let place = 0; place < accounts; place += 1) {
        const account = aPlatform({ tenantId, createdAt: new Date(NOW + place).toISOString() });
        const at = new Date(NOW - 3_600_000).toISOString();
        const post = aDistribution({ tenantId, platformId: account.id, scheduledFor: at });
        await transact([insertAccount(account), insertDistribution(post)]);
        ids.push(account.id);
      }
    }
    return ids;
  }
  /** Gives every message that brings a plan to the function, until only figures are asked for. @returns by account */
  async function drain(): Promise<{ asked: string[]; invocations: number }> {
    const asked: string[] = [];
    let invocations = 0;
    for (let message = sent.shift(); message !== undefined; message = sent.shift()) {
      const { body } = message;
      if (body.kind === 'sync') asked.push(body.platformId!);
      else {
        invocations += 1;
        const record = { messageId: 'm', body: JSON.stringify(body), eventSource: 'aws:sqs' };
        expect(await handler({ Records: [record] } as never)).toEqual({ batchItemFailures: [] });
      }
    }
    return { asked, invocations };
  }

  it('asks for the figures of every account of every tenant once, a few tenants in each message', async () => {
    const ids = await connect(60);
    expect(await planMetrics()).toBe(3);
    const { asked, invocations } = await drain();
    expect(asked.toSorted()).toEqual(ids.toSorted());
    expect(invocations).toBe(3);
  });

  it('costs no message where there are few tenants', async () => {
    const ids = await connect(3, 2);
    await planMetrics();
    expect(sent.map(({ body }) => body.kind)).toEqual(ids.map(() => 'sync'));
  });

  it('comes to its end also where each worker has time for a few tenants or accounts only', async () => {
    const ids = await connect(55, 2);
    queryMs = 5_000;
    await planMetrics();
    const { asked, invocations } = await drain();
    expect(asked.toSorted()).toEqual(ids.toSorted());
    expect(invocations).toBeGreaterThan(10);
  });

  it('goes on with a walk whose time was over, from the tenant after the last', async () => {
    const ids = await connect(60);
    queryMs = 40_000;
    expect(await planMetrics()).toBe(2);
    expect(sent.map(({ body }) => body.kind)).toEqual(['plan', 'handOut']);
    queryMs = 0;
    const { asked } = await drain();
    expect(asked.toSorted()).toEqual(ids.toSorted());
  });

  it('leaves out an account that cannot be read, and no other', async () => {
    const [bad, ...rest] = await connect(4, 2);
    broken = [bad!];
    const said = vi.spyOn(logger, 'error').mockImplementation(() => {});
    await planMetrics();
    expect((await drain()).asked.toSorted()).toEqual(rest.toSorted());
    expect(said).toHaveBeenCalledTimes(1);
  });
});

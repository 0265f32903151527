import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { handler } from '../../../functions/queues/import-rows.ts';
import { insertAccount } from '../../../shared/accounts/account-items.ts';
import { createImport } from '../../../shared/imports/create-import.ts';
import { getImport } from '../../../shared/imports/get-import.ts';
import type { RequestContext } from '../../../shared/kernel/requests/request-context.ts';
import { documentClient } from '../../../shared/kernel/table/client.ts';
import { transact } from '../../../shared/kernel/table/transact.ts';
import { MINUTE_MS } from '../../../shared/kernel/time/durations.ts';
import { aPlatform } from '../../support/factories.ts';
import { type Command, operationOf } from '../publishing/support/direct-client.ts';
import { makeConflicts } from './support/conflicts.ts';
import { NOW } from './support/new-posts.ts';
import { openTable } from './support/table.ts';

interface Waiting {
  body: string;
  /** Invocations that have led to this message, each by a message of the one before it. */
  hops: number;
}

const files = vi.hoisted(() => new Map<string, string>());
const sent = vi.hoisted(() => [] as object[]);
vi.mock('../../../shared/aws/text-store.ts', async (original) => ({
  ...(await original<object>()),
  putText: async (key: string, text: string) => void files.set(key, text),
  getText: async (key: string) => files.get(key),
}));
vi.mock('../../../shared/aws/queues.ts', async (original) => ({
  ...(await original<object>()),
  sendMessages: async (_: string, messages: { body: object }[]) => void sent.push(...messages.map(({ body }) => body)),
}));

const { tenantId } = aPlatform();
const actor = { actor: 'key:test', correlationId: 'test', causationId: 'test' };
const request: RequestContext = { tenantId, actor, idempotency: undefined };
/** Lambda ends a function that feeds itself through a queue after about so many invocations. */
const MAX_HOPS = 16;

type Put = { Put?: { Item: Record<string, unknown> } };
const eventsIn = (command: Command) =>
  ((command.input as { TransactItems?: Put[] }).TransactItems ?? []).flatMap(({ Put }) =>
    Put !== undefined && String(Put.Item.sk).startsWith('EVENT#') ? [Put.Item] : [],
  );

describe('an import of many rows', () => {
  let table: Awaited<ReturnType<typeof openTable>>;
  let queue: Waiting[];
  let invocations: number;
  let longest: number;
  /** A transaction takes so long by the worker's clock. */
  let writeMs: number;
  beforeAll(() => void vi.useFakeTimers({ toFake: ['Date'], now: NOW }));
  beforeEach(async () => {
    table = await openTable();
    [queue, invocations, longest, writeMs] = [[], 0, 0, 0];
    files.clear();
    sent.length = 0;
    const send = vi.mocked(documentClient.send as (command: Command) => Promise<unknown>);
    const original = send.getMockImplementation()!;
    send.mockImplementation(async (command) => {
      const answer = await original(command);
      if (operationOf(command) !== 'TransactWrite') return answer;
      vi.setSystemTime(Date.now() + writeMs);
      // By the stream, the relay and the bus: a chain of invocations ends there.
      for (const { type, entityId } of eventsIn(command)) {
        if (type !== 'IMPORT_CREATED' && type !== 'IMPORT_CONTINUES') continue;
        queue.push({ body: JSON.stringify({ 'detail-type': type, detail: { tenantId, entityId } }), hops: 0 });
      }
      return answer;
    });
  });
  afterAll(async () => {
    await table?.close();
    vi.useRealTimers();
  });

  async function drain(): Promise<void> {
    for (let message = queue.shift(); message !== undefined; message = queue.shift()) {
      const { body, hops } = message;
      const began = Date.now();
      const record = { messageId: `message ${invocations}`, body, eventSource: 'aws:sqs' };
      const { batchItemFailures } = await handler({ Records: [record] } as never);
      expect(batchItemFailures).toEqual([]);
      invocations += 1;
      longest = Math.max(longest, Date.now() - began);
      queue.push(...sent.splice(0).map((next) => ({ body: JSON.stringify(next), hops: hops + 1 })));
      expect(hops + 1).toBeLessThan(MAX_HOPS);
    }
  }
  async function importAll(rows: object[]) {
    const account = aPlatform();
    await transact([insertAccount(account)]);
    const text = rows.map((row) => JSON.stringify({ platformId: account.id, ...row })).join('\n');
    const { id } = await createImport(request, { format: 'ndjson', text, allowPartial: true });
    await drain();
    return getImport(tenantId, id);
  }

  it('of which 900 ask for times that are taken or may be comes to its end, in runs within their time and no chain of invocations', async () => {
    writeMs = 900;
    const rows = Array.from({ length: 900 }, (_, nth) => ({
      body: `Row ${nth}`,
      scheduledFor: new Date(NOW + (60 + 90 * Math.floor(nth / 2)) * MINUTE_MS).toISOString(),
      onConflict: 'next_free',
    }));
    const end = await importAll(rows);
    expect(end).toMatchObject({ status: 'completed', counts: { created: 900, failed: 0 } });
    expect(invocations).toBeGreaterThan(MAX_HOPS);
    expect(longest).toBeLessThan(60_000);
  });

  it('of one account has no conflicts among its rows', async () => {
    const seen = makeConflicts();
    const rows = Array.from({ length: 400 }, (_, nth) => ({
      body: `Row ${nth}`,
      scheduledFor: new Date(NOW + (60 + nth) * MINUTE_MS).toISOString(),
    }));
    expect(await importAll(rows)).toMatchObject({ status: 'completed', counts: { created: 400 } });
    expect(seen.transactions.length).toBeGreaterThan(400);
    // A tenth more writes would still be well within twice the time.
    expect(seen.cancelled).toBeLessThan(40);
  });

  it('makes all rows beside one that passing failures keep from its post, and that one when its message comes again', async () => {
    const send = vi.mocked(documentClient.send as (command: Command) => Promise<unknown>);
    const original = send.getMockImplementation()!;
    let refusals = 0;
    send.mockImplementation(async (command) => {
      const isBad = operationOf(command) === 'TransactWrite' && JSON.stringify(command.input).includes('The bad row');
      if (!isBad || refusals === 5) return original(command);
      refusals += 1;
      throw Object.assign(new Error('Still in conflict'), { name: 'InternalServerError' });
    });
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const account = aPlatform();
    await transact([insertAccount(account)]);
    const rows = Array.from({ length: 40 }, (_, nth) => ({ platformId: account.id, body: `Row ${nth}` }));
    rows.splice(3, 0, { platformId: account.id, body: 'The bad row' });
    const text = rows.map((row) => JSON.stringify(row)).join('\n');
    const { id } = await createImport(request, { format: 'ndjson', text, allowPartial: true });
    const [start] = queue.splice(0);
    const run = (body: string) =>
      handler({ Records: [{ messageId: 'one', body, attributes: { ApproximateReceiveCount: '9' } }] } as never);
    await run(start!.body);
    const [chunk] = sent.splice(0);
    expect((await run(JSON.stringify(chunk))).batchItemFailures).toHaveLength(1);
    expect(refusals).toBe(5);
    const created = () =>
      send.mock.calls.filter(([command]) => JSON.stringify(command.input).includes('DISTRIBUTION_CREATED')).length;
    const before = created() - refusals;
    expect(before).toBe(40);
    expect((await run(JSON.stringify(chunk))).batchItemFailures).toEqual([]);
    expect(created() - refusals).toBe(41);
    expect(await getImport(tenantId, id)).toMatchObject({ status: 'completed', counts: { created: 41 } });
  });
});

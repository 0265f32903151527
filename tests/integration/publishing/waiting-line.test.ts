import { marshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { handler as syncSchedules } from '../../../functions/streams/sync-schedules.ts';
import { insertAccount } from '../../../shared/accounts/account-items.ts';
import { documentClient } from '../../../shared/kernel/table/client.ts';
import { transact } from '../../../shared/kernel/table/transact.ts';
import type { Distribution } from '../../../shared/posts/model/distribution.ts';
import { insertDistribution, readDistribution } from '../../../shared/posts/model/distribution-items.ts';
import { releaseHeld } from '../../../shared/posts/outcome/release-held.ts';
import { assignSendTimes } from '../../../shared/posts/quota/assign-send-times.ts';
import { beginPass, lockLine } from '../../../shared/posts/quota/quota-items.ts';
import { aDistribution, aPlatform } from '../../support/factories.ts';
import { openTable } from '../planning/support/table.ts';
import { type Command, operationOf } from './support/direct-client.ts';

const sent = vi.hoisted(() => [] as { body: Record<string, unknown>; delaySeconds: number }[]);
vi.mock('../../../shared/aws/queues.ts', async (original) => ({
  ...(await original<object>()),
  sendMessages: async (_: string, messages: typeof sent) => void sent.push(...messages),
}));

const NOW = Date.parse('2027-03-10T09:00:00.000Z');

function continuationsIn(command: Command): Record<string, unknown>[] {
  const { TransactItems = [] } = command.input as { TransactItems?: { Put?: { Item: Record<string, unknown> } }[] };
  return TransactItems.flatMap(({ Put }) => (String(Put?.Item.sk).startsWith('CONTINUE#') ? [Put!.Item] : []));
}
const actor = { actor: 'system:publish', correlationId: 'test', causationId: 'test' };

describe('the posts that wait for a limit of their account', () => {
  let table: Awaited<ReturnType<typeof openTable>>;
  const account = aPlatform({ postsPerHour: 1 });
  const { tenantId, id: platformId } = account;
  /** Posts that the list of those that wait does not show yet. */
  let hidden: Set<string>;
  /** Each transaction takes so long by the worker's clock. */
  let writeMs: number;
  /** What workers left to the next one. */
  let continuations: Record<string, unknown>[];

  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: NOW });
    table = await openTable();
    [hidden, writeMs, continuations, sent.length] = [new Set(), 0, [], 0];
    await transact([insertAccount(account)]);
    const send = vi.mocked(documentClient.send as (command: Command) => Promise<unknown>);
    const original = send.getMockImplementation()!;
    send.mockImplementation(async (command) => {
      const answer = (await original(command)) as { Items?: { pk: string }[] };
      const { IndexName } = command.input as { IndexName?: string };
      if (operationOf(command) === 'TransactWrite') vi.setSystemTime(Date.now() + writeMs);
      continuations.push(...continuationsIn(command));
      if (IndexName !== 'gsi6') return answer;
      return { ...answer, Items: answer.Items!.filter(({ pk }) => ![...hidden].some((id) => pk.endsWith(id))) };
    });
  });
  afterEach(async () => {
    await table?.close();
    vi.useRealTimers();
  });

  async function wait(since: number, over: Partial<Distribution> = {}): Promise<string> {
    const at = new Date(since).toISOString();
    const plan = { scheduledFor: at, dueAt: at, wakeAt: at, waitingSince: at };
    const state = aDistribution({ tenantId, platformId, status: 'scheduled', ...plan, ...over });
    await transact([insertDistribution(state)]);
    return state.id;
  }
  const line = (distributionId?: string) => ({ kind: 'line', tenantId, platformId, distributionId, hop: 0 }) as const;
  const dueAt = async (id: string) => (await readDistribution(tenantId, id))!.dueAt;

  it('get their times in due order, also one that their list does not show yet', async () => {
    const given = fc.tuple(fc.uniqueArray(fc.nat(50), { minLength: 1, maxLength: 6 }), fc.nat(5));
    await fc.assert(
      fc.asyncProperty(given, async ([minutes, which]) => {
        const own = aPlatform({ postsPerHour: 1 });
        await transact([insertAccount(own)]);
        const of = { platformId: own.id };
        const ids = await Promise.all(minutes.map((minute) => wait(NOW - minute * 60_000, of)));
        const late = ids[which % ids.length]!;
        hidden = new Set([late]);
        await assignSendTimes({ ...line(late), ...of }, actor);
        const order = minutes.map((minute, nth) => ({ minute, id: ids[nth]! })).sort((a, b) => b.minute - a.minute);
        const times = await Promise.all(order.map(({ id }) => dueAt(id)));
        expect(new Set(times).size).toBe(times.length);
        expect(times).toEqual([...times].sort());
        const states = await Promise.all(ids.map((id) => readDistribution(tenantId, id)));
        expect(states.every((state) => state!.ledgerAt !== undefined)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it('cost a second message for one of them one read', async () => {
    const id = await wait(NOW);
    await assignSendTimes(line(id), actor);
    const calls = vi.mocked(documentClient.send).mock.calls.length;
    await assignSendTimes(line(id), actor);
    expect(vi.mocked(documentClient.send).mock.calls.length - calls).toBe(1);
  });

  it('do not wait for the sweep where the worker died that had their messages: one comes again for all of them', async () => {
    const served = await wait(NOW - 60_000);
    await assignSendTimes(line(served), actor);
    const left = await wait(NOW);
    await assignSendTimes({ ...line(served), hop: 1 }, actor);
    expect(await readDistribution(tenantId, left)).toMatchObject({ ledgerAt: expect.any(String) });
  });

  it.each(['line', 'release'] as const)(
    'are left to the next worker by the stream, not by a message to the own queue: %s',
    async (kind) => {
      for (let nth = 0; nth < 6; nth += 1) {
        await wait(NOW + nth, kind === 'line' ? {} : { held: 'reconnect', waitingSince: undefined });
      }
      writeMs = 15_000;
      if (kind === 'line') await assignSendTimes(line(), actor);
      else await releaseHeld({ tenantId, platformId }, actor);
      expect(sent).toEqual([]);
      expect(continuations).toMatchObject([{ sk: `CONTINUE#${kind}` }]);

      const image = marshall(continuations[0], { removeUndefinedValues: true });
      const Keys = { pk: image.pk, sk: image.sk };
      const dynamodb = { Keys, NewImage: image, SequenceNumber: '1' };
      const removed = { Keys, OldImage: image, SequenceNumber: '2' };
      await syncSchedules({ Records: [{ dynamodb }, { dynamodb: removed }] } as never);
      expect(sent).toMatchObject([{ body: { kind, tenantId, platformId }, delaySeconds: 0 }]);
    },
  );

  it('do not wait for the sweep where the rest could not be left to the next worker: the same message comes again', async () => {
    const ids: string[] = [];
    for (let nth = 0; nth < 6; nth += 1) ids.push(await wait(NOW + nth));
    const send = vi.mocked(documentClient.send as (command: Command) => Promise<unknown>);
    const original = send.getMockImplementation()!;
    send.mockImplementation(async (command) => {
      if (continuationsIn(command).length > 0) throw new Error('The table refuses it.');
      return original(command);
    });
    writeMs = 15_000;
    await expect(assignSendTimes(line(ids[0]), actor)).rejects.toThrow('The table refuses it.');
    expect(await readDistribution(tenantId, ids[0]!)).toMatchObject({ ledgerAt: expect.any(String) });
    writeMs = 0;
    await assignSendTimes(line(ids[0]), actor, true);
    for (const id of ids) expect(await readDistribution(tenantId, id)).toMatchObject({ ledgerAt: expect.any(String) });
  });

  it('are asked for again only some times while another worker has the line: the sweep follows', async () => {
    const id = await wait(NOW);
    await transact([lockLine(account, NOW + 55_000)]);
    await assignSendTimes({ ...line(id), hop: 2 }, actor);
    expect(sent).toMatchObject([{ body: { kind: 'line', distributionId: id, hop: 3 }, delaySeconds: 55 }]);
    sent.length = 0;
    await transact([beginPass(account)]);
    await assignSendTimes({ ...line(id), hop: 5 }, actor);
    expect(sent).toEqual([]);
  });
});

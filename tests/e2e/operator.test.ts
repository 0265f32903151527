import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queueOf } from '../support/dead-letters.ts';
import { type Herald, startHerald } from '../support/herald.ts';
import { runAdmin } from '../support/operator.ts';

describe('npm run admin', () => {
  let herald: Herald;

  beforeAll(async () => {
    herald = await startHerald();
  });
  afterAll(() => herald?.close());

  it('makes a tenant whose key works', async () => {
    const { code, output } = await runAdmin(herald, 'create-tenant', '--name', 'Acme');
    expect(code).toBe(0);
    const key = /API key {2}(\S+)/.exec(output)?.[1];
    const answer = await herald.api('GET', '/api/v1/platforms', undefined, { authorization: `Bearer ${key}` });
    expect(answer.status).toBe(200);
  });

  it('replays dead letters of all tenants and clears away what names none, which no tenant of two may do', async () => {
    const at = new Date().toISOString();
    const info = { approximateArrivalOfFirstRecord: at, approximateArrivalOfLastRecord: at };
    await queueOf(herald, 'SweepDeadLettersUrl').put({ source: 'aws.events' });
    await queueOf(herald, 'RelayDeadLettersUrl').put({ DDBStreamBatchInfo: info });
    await queueOf(herald, 'SyncSchedulesDeadLettersUrl').put({ DDBStreamBatchInfo: info });
    const bad = await queueOf(herald, 'MetricsDeadLettersUrl').put('not JSON');
    expect((await herald.api('POST', '/api/v1/dead-letters/replay', {})).body).toMatchObject({ left: 4 });

    const { code, output } = await runAdmin(herald, 'replay-dead-letters');
    expect(code).toBe(0);
    expect(output).toContain(`metrics  ${bad}  It is not JSON.`);
    expect(output).toContain('sweep: 0 replayed, 1 had nothing left to do, 0 stay\n');
    expect(output).toMatch(/\n2 replayed, 1 cleared away, 1 left\.\n$/);
    const { items } = (await herald.api('GET', '/api/v1/dead-letters')).body;
    const counts = Object.fromEntries(
      items.map(({ name, messages }: { name: string; messages: number }) => [name, messages]),
    );
    expect(counts).toMatchObject({ metrics: 1, relay: 0, 'sync-schedules': 0, sweep: 0 });
  });

  it('says what is wrong with a command in a sentence, and ends with 2', async () => {
    for (const [args, sentence] of [
      [['recncile'], 'There is no command "recncile".'],
      [['create-tenant'], 'A tenant needs a name: --name NAME.'],
      [['replay-dead-letters', '--queue', 'wke'], 'There is no dead-letter queue "wke"'],
      [['replay-dead-letters', '--max', 'many'], '--max takes a whole number from 1, and not "many".'],
    ] as const) {
      const { code, output } = await runAdmin(herald, ...args);
      expect(code).toBe(2);
      expect(output).toContain(sentence);
    }
  });

  // The last one: the clock of the deployment goes ahead of that of this machine.
  it('compares nothing by a clock that is off, and says by how much it is', async () => {
    expect((await runAdmin(herald, 'reconcile', '--dry-run')).output).toMatch(/nothing was changed\.\n$/);
    await herald.cloud.advance(3_600_000);
    const { code, output } = await runAdmin(herald, 'reconcile', '--dry-run');
    expect(code).toBe(1);
    expect(output).toMatch(/^The clock of this machine is 3\d{3} s behind the clock of Herald,/);
    expect(output).not.toContain('compared');
  });
});

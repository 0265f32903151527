import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type DynamoDbEngine, openDynamoDb } from '../../../infra/local/dynamodb/engine.ts';
import { directTable, EXPIRES_AT, movableClock, TABLE, temporaryFolder } from './support/direct-engine.ts';

const writer = join(import.meta.dirname, 'support/crash-writer.ts');
const settings = { TableName: TABLE, TimeToLiveSpecification: { Enabled: true, AttributeName: 'expiresAt' } };

it('leaves every transaction whole, with its index entries, records and expiries, when the process is killed', async () => {
  const rounds = [3, 10, 17, 24, 31, 38];
  const clock = movableClock();
  let transactions = 0;
  for (const commits of rounds) {
    const directory = temporaryFolder();
    const prepared = await openDynamoDb({ directory });
    await prepared.call('CreateTable', directTable);
    await prepared.call('UpdateTimeToLive', settings);
    await prepared.close();
    await killAfter(directory, commits);

    const engine = await openDynamoDb({ directory });
    const items = await allKeys(engine);
    const entries = await allKeys(engine, 'by-g');
    const recorded = (await engine.streams.read(TABLE, undefined, 1_000_000)).map(
      ({ dynamodb }) => dynamodb.Keys.pk!.S!,
    );
    expect(items.length % 25).toBe(0);
    expect(items.length).toBeGreaterThanOrEqual(25 * commits);
    expect(new Set(items.map((pk) => pk.split('#')[0])).size).toBe(items.length / 25);
    expect(entries.sort()).toEqual(items.sort());
    expect(recorded.sort()).toEqual(items);
    clock.advance(1000 * (EXPIRES_AT + 60) - Date.now());
    expect(await engine.sweepTtl()).toBe(items.length);
    transactions += items.length / 25;
    await engine.close();
  }
  expect(transactions).toBeGreaterThan(100);
});

/** Starts a writer and kills it while it writes on after so many commits. */
async function killAfter(directory: string, commits: number): Promise<void> {
  const child = spawn(process.execPath, [writer, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  let seen = 0;
  for await (const dots of child.stdout) {
    seen += (dots as Buffer).length;
    if (seen >= commits) break;
  }
  child.kill('SIGKILL');
  await exited;
}

async function allKeys(engine: DynamoDbEngine, IndexName?: string): Promise<string[]> {
  const keys: string[] = [];
  let ExclusiveStartKey: unknown;
  do {
    const page = await engine.call('Scan', { TableName: TABLE, IndexName, ExclusiveStartKey });
    keys.push(...(page.Items as { pk: { S: string } }[]).map(({ pk }) => pk.S));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return keys;
}

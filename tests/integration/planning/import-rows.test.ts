import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { insertAccount } from '../../../shared/accounts/account-items.ts';
import { createImport } from '../../../shared/imports/create-import.ts';
import { dryRunImport } from '../../../shared/imports/dry-run-import.ts';
import { getImport } from '../../../shared/imports/get-import.ts';
import type { ImportDryRun } from '../../../shared/imports/import.ts';
import type { ImportMessage } from '../../../shared/imports/import-messages.ts';
import { listImportProblems } from '../../../shared/imports/list-import-problems.ts';
import type { ImportProblem } from '../../../shared/imports/rows/row-problem.ts';
import { runImportChunk } from '../../../shared/imports/run-import-chunk.ts';
import { startImport } from '../../../shared/imports/start-import.ts';
import type { RequestContext } from '../../../shared/kernel/requests/request-context.ts';
import { transact } from '../../../shared/kernel/table/transact.ts';
import { createDistribution } from '../../../shared/posts/planning/create-distribution.ts';
import { aPlatform } from '../../support/factories.ts';
import { addSlots, unlessRefused } from './support/calendar.ts';
import { atMinute, damage, earlierPosts, NOW, posts, settings, slots } from './support/new-posts.ts';
import { openTable } from './support/table.ts';

const files = vi.hoisted(() => new Map<string, string>());
const messages = vi.hoisted(() => [] as object[]);
vi.mock('../../../shared/aws/text-store.ts', async (original) => ({
  ...(await original<object>()),
  putText: async (key: string, text: string) => void files.set(key, text),
  getText: async (key: string) => files.get(key),
}));
vi.mock('../../../shared/aws/queues.ts', async (original) => ({
  ...(await original<object>()),
  sendMessages: async (_: string, sent: { body: object }[]) => void messages.push(...sent.map(({ body }) => body)),
}));

const numRuns = Number(process.env.HERALD_PROPERTY_RUNS ?? 60);
vi.setConfig({ testTimeout: 60_000 + numRuns * 1_000 });

const actor = { actor: 'key:test', correlationId: 'test', causationId: 'test' };
const request: RequestContext = { tenantId: aPlatform().tenantId, actor, idempotency: undefined };
const { tenantId } = request;

/** Imports a file to its end: the counts, and every problem in the order of the file. */
async function importAll(text: string) {
  const { id } = await createImport(request, { format: 'ndjson', text, allowPartial: true });
  await startImport({ tenantId, importId: id }, actor);
  for (let message = messages.shift(); message !== undefined; message = messages.shift()) {
    await runImportChunk(message as Extract<ImportMessage, { kind: 'chunk' }>, actor);
  }
  const { counts, status } = await getImport(tenantId, id);
  const { items } = await listImportProblems(tenantId, id, { limit: 1_000, cursor: undefined } as never);
  return { counts, status, problems: sorted(items) };
}

const tryAll = (text: string): Promise<ImportDryRun> =>
  dryRunImport(tenantId, { format: 'ndjson', text, allowPartial: true });
const toFile = (platformId: string, rows: object[]) =>
  rows.map((row) => JSON.stringify({ platformId, ...row })).join('\n');
const sorted = (problems: ImportProblem[]) =>
  problems.map((problem) => JSON.stringify(problem)).sort((a, b) => (a < b ? -1 : 1));

describe('a dry run of an import', () => {
  let table: Awaited<ReturnType<typeof openTable>>;
  beforeAll(async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: NOW });
    table = await openTable();
  });
  beforeEach(() => {
    files.clear();
    messages.length = 0;
  });
  afterAll(async () => {
    await table?.close();
    vi.useRealTimers();
  });

  async function connect(over: Parameters<typeof aPlatform>[0] = {}): Promise<string> {
    const account = aPlatform(over);
    await transact([insertAccount(account)]);
    return account.id;
  }

  it('calls a row good exactly where the import creates it, and has the problems of the others', async () => {
    const row = fc.tuple(posts, damage).map(([post, broken]) => ({ ...post, ...broken }));
    const given = fc.record({ settings, slots, earlierPosts, rows: fc.array(row, { minLength: 4, maxLength: 9 }) });
    let refusedByOthers = 0;
    await fc.assert(
      fc.asyncProperty(given, async ({ settings: over, slots: wanted, earlierPosts: earlier, rows }) => {
        const platformId = await connect(over);
        await addSlots(request, platformId, wanted);
        for (const post of earlier) await createDistribution(request, { platformId, ...post }).catch(unlessRefused);
        const file = toFile(platformId, rows);
        const tried = await tryAll(file);
        const done = await importAll(file);
        if (tried.wouldImport) {
          expect(done.problems).toEqual(sorted(tried.problems));
          expect(done.counts.created).toBe(tried.counts.valid);
          refusedByOthers += done.counts.failed;
        } else {
          expect(done).toMatchObject({ status: 'failed', counts: { created: 0 } });
        }
      }),
      { numRuns },
    );
    if (numRuns >= 60) expect(refusedByOthers).toBeGreaterThan(5);
  });

  it('gives the slots in the order of the file, and tells which row comes too late', async () => {
    const platformId = await connect();
    await addSlots(request, platformId, [{ minutes: 60 }, { minutes: 180 }]);
    const file = toFile(platformId, [
      { body: 'First', scheduledFor: 'next_slot' },
      { body: 'Too late', scheduledFor: 'next_slot' },
      { body: 'Named', scheduledFor: atMinute(180) },
      { body: 'Taken', scheduledFor: atMinute(180) },
      { body: 'A draft' },
    ]);
    const tried = await tryAll(file);
    expect(tried).toMatchObject({ wouldImport: true, counts: { valid: 3, invalid: 2 }, triedTimes: 4 });
    expect(tried.problems.map(({ line, code }) => `${line} ${code}`)).toEqual(['2 no_free_slot', '4 slot_taken']);
    const done = await importAll(file);
    expect(done.problems).toEqual(sorted(tried.problems));
    expect(done.counts).toMatchObject({ created: 3, failed: 2 });
  });

  it('finds nothing new in rows whose posts are there already', async () => {
    const platformId = await connect();
    const file = toFile(platformId, [{ body: 'Once', scheduledFor: atMinute(60) }]);
    expect((await importAll(file)).counts).toMatchObject({ created: 1 });
    expect(await tryAll(file)).toMatchObject({ counts: { valid: 1, invalid: 0 }, problems: [] });
    expect((await importAll(file)).counts).toMatchObject({ created: 0, existing: 1 });
  });
});

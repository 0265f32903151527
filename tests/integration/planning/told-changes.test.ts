import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { handler } from '../../../functions/api/distributions.ts';
import type { Account } from '../../../shared/accounts/account.ts';
import { insertAccount } from '../../../shared/accounts/account-items.ts';
import { createCrossPost } from '../../../shared/cross-posts/create-cross-post.ts';
import { createImport } from '../../../shared/imports/create-import.ts';
import type { RunImportChunk } from '../../../shared/imports/import-messages.ts';
import { runImportChunk } from '../../../shared/imports/run-import-chunk.ts';
import { startImport } from '../../../shared/imports/start-import.ts';
import type { RequestContext } from '../../../shared/kernel/requests/request-context.ts';
import { transact } from '../../../shared/kernel/table/transact.ts';
import { MINUTE_MS } from '../../../shared/kernel/time/durations.ts';
import { getDistribution } from '../../../shared/posts/commands/get-distribution.ts';
import { readPostsOf } from '../../../shared/posts/model/list-items.ts';
import { createSeries } from '../../../shared/series/create-series.ts';
import { startImageServer } from '../../doubles/image-server.ts';
import { aPlatform } from '../../support/factories.ts';
import { ask } from './support/ask.ts';
import { atMinute, NOW } from './support/new-posts.ts';
import { openTable } from './support/table.ts';

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

const actor = { actor: 'key:test', correlationId: 'test', causationId: 'test' };
const { tenantId } = aPlatform();
const request: RequestContext = { tenantId, actor, idempotency: undefined };

describe('a post that was planned', () => {
  let table: Awaited<ReturnType<typeof openTable>>;
  beforeAll(async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: NOW });
    table = await openTable();
  });
  afterAll(async () => {
    await table?.close();
    vi.useRealTimers();
  });

  async function connect(over: Partial<Account>): Promise<Account> {
    const account = aPlatform(over);
    await transact([insertAccount(account)]);
    return account;
  }
  const postOf = async ({ id }: Account) => {
    const [state] = await readPostsOf(tenantId, id, NOW, NOW + 100 * 24 * 60 * MINUTE_MS);
    return getDistribution(tenantId, state!.id);
  };
  const images = async () => {
    const server = await startImageServer();
    onTestFinished(() => server.close());
    return server.url;
  };

  describe('says what is left out of its author’s text, though nobody read an answer to it', () => {
    const text = {
      title: 'Of a plan',
      body: `<p onclick="x()">${'A text of some length. '.repeat(6)}</p><script>x()</script>`,
    };
    const told = { notes: [{ code: 'markup_left_out', field: '/body', message: expect.stringContaining('<script>') }] };

    it('by a series', async () => {
      const account = await connect({ kind: 'wordpress' });
      const at = atMinute(90);
      const when = { date: at.slice(0, 10), time: at.slice(11, 16), timezone: 'UTC' };
      await createSeries(request, { platformId: account.id, ...text, ...when, repeat: { rrule: 'FREQ=DAILY' } });
      expect(await postOf(account)).toMatchObject({ ...text, ...told });
    });

    it('by a row of an import', async () => {
      const account = await connect({ kind: 'wordpress' });
      const row = { platformId: account.id, ...text, scheduledFor: atMinute(90) };
      const whole = { format: 'ndjson', text: JSON.stringify(row), allowPartial: false } as const;
      const { id: importId } = await createImport(request, whole);
      await startImport({ tenantId, importId }, actor);
      for (const message of sent.splice(0)) await runImportChunk(message as RunImportChunk, actor);
      expect(await postOf(account)).toMatchObject({ ...text, ...told });
    });
  });

  it('has the descriptions of its pictures on each platform of a cross-post', async () => {
    const url = await images();
    const accounts = await Promise.all((['wordpress', 'bluesky', 'x'] as const).map((kind) => connect({ kind })));
    const altTexts = ['A lighthouse', 'Its stairs'];
    const content = {
      title: 'Two',
      body: 'Two pictures of one place. '.repeat(5).trim(),
      mediaUrls: [`${url}/1.png`, `${url}/2.png`],
      altTexts,
    };
    const platforms = accounts.map(({ id }) => ({ platformId: id }));
    await createCrossPost(request, {
      ...{ content, platforms, timingStrategy: 'simultaneous', scheduledFor: atMinute(60) },
    } as never);
    for (const account of accounts) {
      const { mediaUrls, platformSpecific } = await postOf(account);
      expect({ mediaUrls, platformSpecific }).toEqual({ mediaUrls: content.mediaUrls, platformSpecific: { altTexts } });
    }
  });

  it.each([
    ['/1.mp4', 'a video'],
    ['/1.pdf', 'a PDF'],
    ['/share', 'a page'],
  ])('is refused with a medium that cannot work: %s', async (path, what) => {
    const { id: platformId } = await connect({ kind: 'bluesky' });
    const mediaUrls = [`${await images()}${path}`];
    const body = { platformId, body: 'With a medium', mediaUrls, scheduledFor: atMinute(60) };
    const answer = await ask(handler, request, { route: 'POST /api/v1/distributions', scopes: 'read write', body });
    expect(answer).toMatchObject({
      status: 422,
      body: {
        errors: [{ pointer: '/mediaUrls/0', code: 'media_type_not_taken', detail: expect.stringContaining(what) }],
      },
    });
  });

  it('moves to a local time that is written with a blank, as a new one takes it', async () => {
    const { id: platformId } = await connect({ kind: 'sandbox' });
    const local = { scheduledFor: '2027-07-05 15:00:00', timezone: 'Europe/Berlin' };
    const planned = { scheduledFor: '2027-07-05T13:00:00.000Z', timezone: 'Europe/Berlin' };
    const write = (route: string, body: object) => ask(handler, request, { route, scopes: 'read write', body });
    const made = await write('POST /api/v1/distributions', { platformId, body: 'First', scheduledFor: atMinute(60) });
    expect(await write(`PATCH /api/v1/distributions/${made.body.id}`, local)).toMatchObject({ body: planned });
    const other = await write('POST /api/v1/distributions', {
      platformId,
      body: 'Second',
      ...local,
      onConflict: 'override',
    });
    expect(other).toMatchObject({ body: planned });
  });
});

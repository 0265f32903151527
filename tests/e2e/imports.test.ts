import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaultPlan } from '../../infra/local/faults/fault-plan.ts';
import { type Herald, type Json, startHerald } from '../support/herald.ts';
import { badRows, csvFile } from '../support/import-files.ts';

const csv = { 'content-type': 'text/csv' };
const ndjson = { 'content-type': 'application/x-ndjson' };
const FAR = 30 * 86_400_000;

/** Struck once, when the chosen call of the import worker comes. */
let strike: { left: number } | undefined;
/** The import worker dies at each of its calls. */
let broken = false;
/** The import worker stands still for so long. */
let held: Promise<void> | undefined;
const faults: FaultPlan = {
  onCall: async ({ environment, operation, moment }) => {
    if (environment.constructName === 'ImportRows') await held;
    if (broken && environment.constructName === 'ImportRows') return { kind: 'kill' };
    if (strike === undefined || environment.constructName !== 'ImportRows') return undefined;
    if (operation !== 'TransactWriteItems' || moment !== 'after') return undefined;
    strike.left -= 1;
    if (strike.left > 0) return undefined;
    strike = undefined;
    return { kind: 'kill' };
  },
};

describe('an import', () => {
  let herald: Herald;
  let platformId: string;

  beforeAll(async () => {
    herald = await startHerald({ faults });
    platformId = await herald.connect();
  });
  afterAll(() => herald?.close());

  const send = (file: string, query = '', headers: Record<string, string> = csv) =>
    herald.api('POST', `/api/v1/imports${query}`, file, headers);
  const ended = (id: string) =>
    herald.until(`/api/v1/imports/${id}`, ({ endedAt }) => endedAt !== null, `The end of import ${id}`);
  const done = async (file: string, query = '', headers = csv) => {
    const answer = await send(file, query, headers);
    expect(answer.status).toBe(202);
    return ended(answer.body.id);
  };
  const everyPost = async (platform = platformId): Promise<Json[]> => {
    const posts: Json[] = [];
    let cursor = '';
    do {
      const address = `/api/v1/distributions?platformId=${platform}&limit=100${cursor && `&cursor=${cursor}`}`;
      const { items, nextCursor } = (await herald.api('GET', address)).body;
      posts.push(...items);
      cursor = nextCursor ?? '';
    } while (cursor);
    return posts;
  };
  const newPlatform = async () =>
    (await herald.api('POST', '/api/v1/platforms', { kind: 'sandbox', name: 'Another' })).body.id as string;
  const counts = ({ counts }: Json) => counts;

  describe('of 1,000 rows with 20 bad ones', () => {
    let bad: ReturnType<typeof badRows>;
    let file: string;
    beforeAll(() => {
      bad = badRows(platformId, 1_000);
      file = csvFile(platformId, 1_000, new Map([...bad].map(([row, { text }]) => [row, text])));
    });

    it('says exactly these 20 in a dry run, each by line and column, and stores nothing', async () => {
      const { status, body } = await send(file, '?dryRun=true');
      expect(status).toBe(200);
      expect(body).toMatchObject({ dryRun: true, wouldImport: false, problemCount: 20 });
      expect(body.counts).toEqual({ total: 1_000, valid: 980, invalid: 20 });
      const said = body.problems.map(({ line, column, code }: Json) => ({ line, column, code }));
      // The first row stands on line 2, after the names of the columns.
      expect(said).toEqual([...bad].map(([row, { column, code }]) => ({ line: row + 2, column, code })));
      // What the row says is named in the message, and the way out in the remedy.
      const explained: Record<string, [message: RegExp, remedy: RegExp]> = {
        unknown_platform: [/11111111-1111-4111-8111-111111111111/, /GET \/api\/v1\/platforms/],
        text_too_long: [/\b501\b.*\b500\b/, /\b1\b/],
        time_in_past: [/2020-01-01T00:00:00/, /later/],
        needs_timezone: [/2030-01-01T09:00:00/, /timezone/],
        unknown_timezone: [/Mars\/Base/, /IANA/],
      };
      for (const { code, message, remedy } of body.problems) {
        expect(message).toMatch(explained[code]![0]);
        expect(remedy).toMatch(explained[code]![1]);
      }
      expect(await everyPost()).toEqual([]);
      expect((await herald.api('GET', '/api/v1/imports')).body.items).toEqual([]);
    });

    it('creates nothing at all, unless it is told to take the good rows', async () => {
      const end = await done(file);
      expect(end.status).toBe('failed');
      expect(counts(end)).toMatchObject({ total: 1_000, valid: 980, invalid: 20, created: 0 });
      expect(end.problems).toHaveLength(20);
      expect(await everyPost()).toEqual([]);
    });

    it('creates the other 980 with allowPartial, and nothing when the same file comes again', async () => {
      const first = await done(file, '?allowPartial=true');
      expect(first.status).toBe('partial');
      expect(counts(first)).toEqual({ total: 1_000, valid: 980, invalid: 20, created: 980, existing: 0, failed: 0 });
      const second = await done(file, '?allowPartial=true');
      expect(counts(second)).toMatchObject({ created: 0, existing: 980 });
      const posts = await everyPost();
      expect(posts).toHaveLength(980);
      expect(new Set(posts.map(({ excerpt }) => excerpt)).size).toBe(980);
    });

    it('creates only what was missing once the bad rows are mended', async () => {
      const mended = await done(csvFile(platformId, 1_000));
      expect(mended.status).toBe('completed');
      expect(counts(mended)).toMatchObject({ invalid: 0, created: 20, existing: 980 });
      expect(await everyPost()).toHaveLength(1_000);
    });
  });

  it('creates nothing twice when its worker dies half-way through a chunk and the message comes again', async () => {
    const platform = await newPlatform();
    strike = { left: 35 };
    const { body } = await send(csvFile(platform, 60));
    await herald.until('/api/v1/imports', () => strike === undefined, 'The kill');
    // Some of the rows in flight at that moment may be stored, too.
    const before = (await everyPost(platform)).length;
    expect(before).toBeGreaterThanOrEqual(30);
    expect(before).toBeLessThan(60);
    await herald.cloud.idle();
    await herald.cloud.advance(7 * 60_000);
    const end = await ended(body.id);
    expect(end.status).toBe('completed');
    expect(counts(end)).toMatchObject({ created: 60, existing: 0, failed: 0 });
    expect(await everyPost(platform)).toHaveLength(60);
  });

  it('says that it stands still once its message is given up on; replayed, it goes on from there', async () => {
    const platform = await newPlatform();
    broken = true;
    const { body } = await send(csvFile(platform, 3));
    expect(body.stalled).toBeNull();
    for (let tries = 0; tries < 6; tries += 1) await herald.cloud.advance(6 * 60_000 + 1_000);
    await herald.until(`/api/v1/imports/${body.id}`, ({ stalled }) => stalled !== null, 'Standing still');
    broken = false;
    const { stalled, endedAt } = (await herald.api('GET', `/api/v1/imports/${body.id}`)).body;
    expect(endedAt).toBeNull();
    expect(stalled).toMatchObject({ since: body.createdAt, remedy: expect.stringContaining('/dead-letters/replay') });
    const replayed = await herald.api('POST', '/api/v1/dead-letters/replay', { queue: 'import' });
    expect(replayed.body).toMatchObject({ replayed: 1 });
    expect(await ended(body.id)).toMatchObject({ status: 'completed', stalled: null, counts: { created: 3 } });
  });

  it('counts a chunk once however often its message comes', async () => {
    const platform = await newPlatform();
    const end = await done(csvFile(platform, 120));
    const { awsEndpoint, adminCredentials: credentials, outputs } = herald.cloud;
    const sqs = new SQSClient({ endpoint: awsEndpoint, region: 'us-east-1', credentials });
    for (const chunk of [0, 1, 1]) {
      const message = { kind: 'chunk', tenantId: herald.tenantId, importId: end.id, chunk };
      await sqs.send(
        new SendMessageCommand({ QueueUrl: outputs.ImportQueueUrl!, MessageBody: JSON.stringify(message) }),
      );
    }
    await herald.cloud.idle();
    expect((await herald.api('GET', `/api/v1/imports/${end.id}`)).body).toEqual(end);
    expect(await everyPost(platform)).toHaveLength(120);
  });

  it('tells of its begin and its end in the event log, and its posts of whom they come from', async () => {
    const platform = await newPlatform();
    const { id } = await done(csvFile(platform, 3));
    const { items } = (await herald.api('GET', '/api/v1/events?limit=100')).body;
    const own = items.filter(({ entityId }: Json) => entityId === id).map(({ type }: Json) => type);
    expect(own.reverse()).toEqual(['IMPORT_CREATED', 'IMPORT_STARTED', 'IMPORT_COMPLETED']);
    const made = items.filter(({ correlationId }: Json) => correlationId === id);
    expect(made.filter(({ type }: Json) => type === 'DISTRIBUTION_CREATED')).toHaveLength(3);
  });

  it('makes one import of a request that is repeated with its Idempotency-Key', async () => {
    const file = csvFile(await newPlatform(), 2);
    const headers = { ...csv, 'idempotency-key': 'import-1' };
    const first = await send(file, '', headers);
    const second = await send(file, '', headers);
    expect(second.body.id).toBe(first.body.id);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    await ended(first.body.id);
  });

  it('takes NDJSON rows as POST /distributions has them, and names the field by JSON pointer', async () => {
    const platform = await newPlatform();
    const at = new Date(Date.now() + FAR).toISOString();
    const rows = [
      { key: 'a', platformId: platform, body: 'With options', platformSpecific: { thread: ['Second'] } },
      { key: 'b', platformId: platform, body: 'Later', scheduledFor: at, latePolicy: 'skip', lateAfterMinutes: 5 },
      { platformId: platform, body: 'x', mediaUrls: ['https://example.com/1.png', 'ftp://x'] },
      { platformId: platform, body: 'y', titel: 'z' },
      { platformId: platform, body: 'half a character: \uD83D' },
    ];
    const text = `${rows.map((row) => JSON.stringify(row)).join('\n')}\n\nnot json\n[]\n`;
    const end = await done(text, '?allowPartial=true', ndjson);
    expect(end.problems.map(({ line, field, code }: Json) => [line, field, code])).toEqual([
      [3, '/mediaUrls/1', 'invalid_format'],
      [4, '/titel', 'unknown_field'],
      [5, '/body', 'half_character'],
      [7, '', 'not_json'],
      [8, '', 'not_an_object'],
    ]);
    expect(counts(end)).toMatchObject({ total: 7, valid: 2, created: 2 });
    const later = (await everyPost(platform)).find(({ excerpt }) => excerpt === 'Later');
    expect(later).toMatchObject({ status: 'scheduled', scheduledFor: at, latePolicy: 'skip', lateAfterMinutes: 5 });
    const edited = JSON.stringify({ ...rows[1], body: 'Later, in other words' });
    expect(counts(await done(edited, '', ndjson))).toMatchObject({ created: 0, existing: 1 });
  });

  it('refuses a row that says what another says, and one that a standing post forbids', async () => {
    const platform = await newPlatform();
    const at = new Date(Date.now() + FAR).toISOString();
    const standing = { platformId: platform, body: 'Stands', scheduledFor: at };
    expect((await herald.api('POST', '/api/v1/distributions', standing)).status).toBe(201);
    const file = [
      'platformId,body,scheduledFor,allowDuplicate',
      `${platform},Twice,,`,
      `${platform},twice,,`,
      `${platform},Twice,,true`,
      `${platform},Stands,${at},`,
    ].join('\n');
    const end = await done(file, '?allowPartial=true');
    expect(counts(end)).toMatchObject({ valid: 3, invalid: 1, created: 2, failed: 1 });
    expect(end.problems.map(({ line, code }: Json) => [line, code])).toEqual([
      [3, 'duplicate_row'],
      [5, 'duplicate_content'],
    ]);
    const page = (await herald.api('GET', `/api/v1/imports/${end.id}/problems?limit=1`)).body;
    const next = (await herald.api('GET', `/api/v1/imports/${end.id}/problems?cursor=${page.nextCursor}`)).body;
    expect([...page.items, ...next.items]).toEqual(end.problems);
  });

  describe('of rows that leave their time open', () => {
    const at = (hours: number) => new Date(Math.ceil((Date.now() + hours * 3_600_000) / 60_000) * 60_000).toISOString();
    const putSlots = async (platform: string, hours: number[]) => {
      const slots = hours.map((hour) => ({
        platformId: platform,
        date: at(hour).slice(0, 10),
        time: at(hour).slice(11, 16),
        timezone: 'UTC',
      }));
      expect((await herald.api('POST', '/api/v1/calendar/slots/bulk', { slots })).status).toBe(201);
      return slots.map(({ date, time }) => `${date}T${time}:00.000Z`);
    };

    it('gives slots in the order of the file, after the times that rows name, over chunks; again makes nothing', async () => {
      const platform = await newPlatform();
      // Limits have what is planned read, through the platform's list.
      await herald.api('PATCH', `/api/v1/platforms/${platform}`, { postsPerDay: 1_000 });
      const hours = Array.from({ length: 60 }, (_, index) => 24 + index * 3);
      const slots: string[] = [];
      for (let from = 0; from < 60; from += 30) slots.push(...(await putSlots(platform, hours.slice(from, from + 30))));
      // The first slot is asked for by name, on the last line; the slots end before the rows do.
      const open = Array.from({ length: 64 }, (_, index) => `${platform},Row ${index},next_slot,,`);
      const file = [
        'platformId,body,scheduledFor,onConflict,allowDuplicate',
        ...open,
        `${platform},By name,${slots[0]},,`,
        `${platform},In a taken slot,${slots[0]},next_free,`,
        '',
      ].join('\n');
      const tried = (await send(file, '?dryRun=true')).body;
      const end = await done(file);
      expect(tried).toMatchObject({ wouldImport: true, triedTimes: 66, problems: end.problems });
      expect(tried.counts.valid).toBe(counts(end).created);
      const posts = new Map((await everyPost(platform)).map((post) => [post.excerpt, post]));
      expect(posts.get('By name').scheduledFor).toBe(slots[0]);
      const other = posts.get('In a taken slot').scheduledFor;
      const rest = slots.slice(1).filter((slot) => slot !== other);
      expect(rest.map((_, index) => posts.get(`Row ${index}`)?.scheduledFor)).toEqual(rest);
      expect(counts(end)).toMatchObject({ created: rest.length + 2, failed: 64 - rest.length });
      expect(end.problems[0]).toMatchObject({ line: rest.length + 2, column: 'scheduledFor', code: 'no_free_slot' });
      const again = await done(file);
      expect(counts(again)).toMatchObject({ created: 0, existing: rest.length + 2, failed: 64 - rest.length });
    });

    it.each([
      ['before the rows in order were asked for', 4],
      ['in the midst of them', 7],
    ])('gives each its one slot, in order, although the worker died %s', async (_, left) => {
      const platform = await newPlatform();
      const slots = await putSlots(platform, [24, 25, 26, 27, 28, 29]);
      const open = [1, 2, 3, 4, 5].map((row) => `${platform},Row ${row},next_slot`);
      // Its transactions: begin, start, the named row, its chunk; then the open rows.
      strike = { left };
      const { body } = await send(
        ['platformId,body,scheduledFor', ...open, `${platform},Named,${slots[5]}`].join('\n'),
      );
      await herald.until('/api/v1/imports', () => strike === undefined, 'The kill');
      await herald.cloud.idle();
      await herald.cloud.advance(7 * 60_000);
      expect(counts(await ended(body.id))).toMatchObject({ created: 6, existing: 0, failed: 0 });
      const posts = (await everyPost(platform)).sort((a, b) => (a.scheduledFor < b.scheduledFor ? -1 : 1));
      expect(posts.map(({ excerpt }) => excerpt)).toEqual(['Row 1', 'Row 2', 'Row 3', 'Row 4', 'Row 5', 'Named']);
      expect(posts.map(({ scheduledFor }) => scheduledFor)).toEqual(slots);
    });

    it('takes the best hours one by one, and looks at each row before', async () => {
      const platform = await newPlatform();
      await herald.api('PATCH', `/api/v1/platforms/${platform}`, { minLeadMinutes: 60, maxLeadDays: 5 });
      const rows = [
        { body: 'One' },
        { body: 'Two' },
        { body: 'No zone of ours', timezone: 'Mars/Base' },
        { body: 'Too soon', scheduledFor: at(0.5) },
        { body: 'Too far', scheduledFor: at(24 * 6) },
        { body: 'Odd', onConflict: 'perhaps' },
        { body: 'A draft with a time', status: 'draft' },
      ].map((row) => JSON.stringify({ platformId: platform, scheduledFor: 'optimal', ...row }));
      const end = await done(rows.join('\n'), '?allowPartial=true', ndjson);
      expect(end.problems.map(({ line, field, code }: Json) => [line, field, code])).toEqual([
        [3, '/timezone', 'unknown_timezone'],
        [4, '/scheduledFor', 'too_soon'],
        [5, '/scheduledFor', 'too_far'],
        [6, '/onConflict', 'invalid_value'],
        [7, '/status', 'draft_with_time'],
      ]);
      const posts = await everyPost(platform);
      expect(posts.map(({ status }) => status)).toEqual(['scheduled', 'scheduled']);
      expect(posts[0].scheduledFor).not.toBe(posts[1].scheduledFor);
      // As for a single post: a wrong zone never makes a draft of what asks for a slot.
      const post = { platformId: platform, body: 'Alone', scheduledFor: 'next_slot', timezone: 'Mars/Base' };
      const { status, body } = await herald.api('POST', '/api/v1/distributions', post);
      expect(status).toBe(422);
      expect(body.errors).toMatchObject([{ pointer: '/timezone', code: 'unknown_timezone' }]);
    });
  });

  it('goes out by the word of whose key may approve, waits for others, and for a key that is revoked meanwhile', async () => {
    const settings = { kind: 'sandbox', name: 'Checked', requiresApproval: true, allowsOwnApproval: true };
    const { id: platform } = (await herald.api('POST', '/api/v1/platforms', settings)).body;
    const newKey = async (...scopes: string[]) =>
      (await herald.api('POST', '/api/v1/api-keys', { name: 'Importer', scopes: ['read', 'write', ...scopes] })).body;
    const importAs = async ({ id, key }: Json, text: string, isRevoked = false) => {
      const row = JSON.stringify({ platformId: platform, body: text, scheduledFor: new Date(Date.now() + FAR) });
      const gate = Promise.withResolvers<void>();
      if (isRevoked) held = gate.promise;
      const made = await send(row, '', { ...ndjson, authorization: `Bearer ${key}` });
      expect(made.status).toBe(202);
      if (isRevoked) expect((await herald.api('DELETE', `/api/v1/api-keys/${id}`)).status).toBe(204);
      held = undefined;
      gate.resolve();
      await ended(made.body.id);
      const [post] = (await everyPost(platform)).filter(({ excerpt }) => excerpt === text);
      return (await herald.api('GET', `/api/v1/distributions/${post.id}`)).body;
    };
    const chief = await newKey('approve');
    expect(await importAs(chief, 'By my own word')).toMatchObject({
      status: 'scheduled',
      requestedBy: `key:${chief.id}`,
      approvedBy: `key:${chief.id}`,
    });
    const writer = await newKey();
    expect(await importAs(writer, 'Somebody else must say')).toMatchObject({
      status: 'publish_requested',
      requestedBy: `key:${writer.id}`,
    });
    expect(await importAs(await newKey('approve'), 'Gone meanwhile', true)).toMatchObject({
      status: 'publish_requested',
    });
  });

  it('takes nothing of a file that is wrong as a whole, and says where', async () => {
    const cases: [string, number, string][] = [
      [`platformId;body;titel\n${platformId};Hello;x\n`, 1, 'unknown_column'],
      [`platformId,title\n${platformId},Hello\n`, 1, 'missing_column'],
      [`platformId,body\n${platformId},"Hello\nyou`, 2, 'unreadable_csv'],
      [`platformId,body\n\n${platformId},Gr\uFFFDn\n`, 3, 'not_utf8'],
      [Buffer.from(`\uFEFFplatformId,body\r\n${platformId},Grün`, 'utf16le').toString(), 1, 'not_utf8'],
      [`platformId,body,body\n${platformId},Hello,you\n`, 1, 'duplicate_column'],
      ['', 1, 'no_rows'],
      ['platformId,body\n', 1, 'no_rows'],
      [csvFile(platformId, 5_001), 5_002, 'too_many_rows'],
    ];
    for (const [file, line, code] of cases) {
      const { body } = await send(file, '?dryRun=true&allowPartial=true');
      expect(body.wouldImport, code).toBe(false);
      expect(body.problems[0], code).toMatchObject({ line, code });
    }
    expect((await done(cases[0]![0], '?allowPartial=true')).status).toBe('failed');
  });

  it('says in a dry run which contents do not exist, as the import does, also of rows without a time', async () => {
    const platform = await newPlatform();
    const content = (await herald.api('POST', '/api/v1/contents', { title: 'Known', body: 'Known.' })).body;
    const unknown = crypto.randomUUID();
    const at = new Date(Date.now() + FAR).toISOString();
    const file = [
      'platformId,body,contentId,scheduledFor',
      `${platform},Of a content,${content.id},`,
      `${platform},Of none,${unknown},`,
      `${platform},Of none at a time,${unknown},${at}`,
      `${platform},By itself,,`,
    ].join('\n');
    const tried = (await send(file, '?dryRun=true&allowPartial=true')).body;
    expect(tried.problems.map(({ line, column, code }: Json) => [line, column, code])).toEqual([
      [3, 'contentId', 'unknown_content'],
      [4, 'contentId', 'unknown_content'],
    ]);
    expect(tried.counts).toMatchObject({ total: 4, valid: 2, invalid: 2 });
    const end = await done(file, '?allowPartial=true');
    expect(end.problems).toEqual(tried.problems);
    expect(counts(end)).toMatchObject({ created: 2, failed: 2 });
  });

  it('names the line that a row begins on, also after cells with line breaks', async () => {
    const file = `platformId,body,scheduledFor\r\n${platformId},"one\r\ntwo",\r\n\r\n${platformId},"three\nfour",never\r\n`;
    const { body } = await send(file, '?dryRun=true');
    expect(body.problems).toMatchObject([{ line: 5, column: 'scheduledFor' }]);
  });

  it('looks at 5,000 rows while the request waits', async () => {
    const { status, body } = await send(csvFile(platformId, 5_000), '?dryRun=true');
    expect(status).toBe(200);
    expect(body).toMatchObject({ wouldImport: true, counts: { total: 5_000, valid: 5_000 } });
  });

  it('refuses a file over the limit and one of an unknown kind', async () => {
    const large = await send('x'.repeat(4 * 1_048_576 + 1));
    expect(large.status).toBe(413);
    expect(large.body.code).toBe('body_too_large');
    const unknown = await send('{}', '', { 'content-type': 'application/json' });
    expect(unknown.status).toBe(400);
    expect(unknown.body.errors).toMatchObject([{ pointer: '/format', code: 'unknown_format' }]);
  });

  it("is not shown to another tenant, nor made on another tenant's account", async () => {
    const other = await herald.newTenant('Other');
    const key = { authorization: `Bearer ${other.apiKey}` };
    const { body } = await send(csvFile(platformId, 1), '?dryRun=true', { ...csv, ...key });
    expect(body.problems).toMatchObject([{ line: 2, column: 'platformId', code: 'unknown_platform' }]);
    const mine = (await herald.api('GET', '/api/v1/imports')).body.items[0];
    expect((await herald.api('GET', `/api/v1/imports/${mine.id}`, undefined, key)).status).toBe(404);
  });

  it('reads the file of another tool by the names, and in the zone, that the caller gives', async () => {
    const platform = await newPlatform();
    const day = new Date(Date.now() + FAR).toISOString().slice(0, 4);
    const file = `Account,Message,Date\n${platform},Hello from elsewhere,${Number(day) + 1}-07-05 15:00:00\n`;
    const names = encodeURIComponent('Account:platformId,message:body,Date:scheduledFor');
    const query = `?columns=${names}&timezone=Europe/Berlin`;
    expect((await send(file, `${query}&dryRun=true`)).body).toMatchObject({ wouldImport: true, problems: [] });
    expect(await done(file, query)).toMatchObject({ status: 'completed' });
    expect(await everyPost(platform)).toMatchObject([{ scheduledFor: `${Number(day) + 1}-07-05T13:00:00.000Z` }]);
    const { status, body } = await send(file, '?columns=Message:nothing');
    expect([status, body.errors[0].pointer]).toEqual([400, '/columns']);
  });
});

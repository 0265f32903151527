import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { handler } from '../../../functions/api/distributions.ts';
import type { Account } from '../../../shared/accounts/account.ts';
import { insertAccount } from '../../../shared/accounts/account-items.ts';
import type { RequestContext } from '../../../shared/kernel/requests/request-context.ts';
import { transact } from '../../../shared/kernel/table/transact.ts';
import { createDistribution } from '../../../shared/posts/planning/create-distribution.ts';
import { aPlatform } from '../../support/factories.ts';
import { ask } from './support/ask.ts';
import { addSlots, unlessRefused } from './support/calendar.ts';
import { atMinute, damage, earlierPosts, NOW, posts, settings, slots } from './support/new-posts.ts';
import { openTable } from './support/table.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers are read as a caller reads them, field by field
type Json = any;
type Post = Record<string, unknown>;

const numRuns = Number(process.env.HERALD_PROPERTY_RUNS ?? 150);
vi.setConfig({ testTimeout: 60_000 + numRuns * 200 });

const actor = { actor: 'key:test', correlationId: 'test', causationId: 'test' };
const request: RequestContext = { tenantId: aPlatform().tenantId, actor, idempotency: undefined };

const post = (route: string, scopes: string, body: Post) =>
  ask(handler, request, { route: `POST /api/v1/distributions${route}`, scopes, body });
const validate = (body: Post, scopes = 'read write') => post('/validate', scopes, body);
const create = (body: Post, scopes = 'read write') => post('', scopes, body);

/** The problems of a refusal as a dry run lists them. */
const problemsOf = ({ errors = [] }: Json) =>
  errors.map(({ pointer, detail, ...rest }: Json) => ({ field: pointer, message: detail, ...rest }));
const codesOf = ({ errors = [], problems = errors }: Json) => problems.map(({ code }: Json) => code);
/** What is told of the post that waits: a dry run has no id to name. */
const withoutId = (warnings: Json[]) =>
  warnings.map(({ code, message }) => ({ code, message: message.replace(/distributions\/[^/]+/, 'distributions/id') }));

async function connect(over: Partial<Account> = {}): Promise<Account> {
  const account = aPlatform(over);
  await transact([insertAccount(account)]);
  return account;
}

describe('a dry run of a new post', () => {
  let table: Awaited<ReturnType<typeof openTable>>;
  beforeAll(async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: NOW });
    table = await openTable();
  });
  afterAll(async () => {
    await table?.close();
    vi.useRealTimers();
  });

  it('finds nothing exactly where the creation succeeds, else the very problems that it is refused with', async () => {
    const seen = { created: 0, refused: new Map<string, number>() };
    await fc.assert(
      fc.asyncProperty(
        fc.record({ settings, slots, earlierPosts, post: posts, damage, mayApprove: fc.boolean() }),
        async (given) => {
          const { id: platformId } = await connect(given.settings);
          await addSlots(request, platformId, given.slots);
          for (const one of given.earlierPosts) {
            await createDistribution(request, { platformId, ...one }).catch(unlessRefused);
          }
          const post = { platformId, ...given.post, ...given.damage };
          const scopes = `read write${given.mayApprove ? ' approve' : ''}`;
          const tried = await validate(post, scopes);
          const made = await create(post, scopes);
          if (tried.status === 400) {
            expect({ ...made.body, instance: '' }).toEqual({ ...tried.body, instance: '' });
            return;
          }
          expect(tried.status).toBe(200);
          expect(tried.body.valid).toBe(tried.body.problems.length === 0);
          expect(problemsOf(made.body)).toEqual(tried.body.problems);
          expect(made.status === 201).toBe(tried.body.valid);
          if (made.status === 201) {
            seen.created += 1;
            expect(made.body.scheduledFor ?? null).toBe(tried.body.scheduledFor);
            expect(made.body.planned).toEqual(tried.body.planned);
            expect(withoutId(made.body.warnings)).toEqual(withoutId(tried.body.warnings));
          } else {
            expect(made.status).toBeLessThan(500);
            for (const code of codesOf(made.body)) seen.refused.set(code, (seen.refused.get(code) ?? 0) + 1);
          }
        },
      ),
      { numRuns },
    );
    // The law says little where the cases do not reach each reason.
    if (numRuns < 150) return;
    expect(seen.created).toBeGreaterThan(40);
    const reasons = ['draft_with_time', 'text_too_long', 'time_in_past', 'too_far', 'scheduling_off', 'slot_locked'];
    expect([...seen.refused.keys()]).toEqual(expect.arrayContaining([...reasons, 'duplicate_content', 'slot_taken']));
  });

  it('gives a free slot and its time, and leaves the slot free', async () => {
    const { id: platformId } = await connect();
    await addSlots(request, platformId, [{ minutes: 60 }]);
    const at = atMinute(60);
    for (const scheduledFor of ['next_slot', at, 'next_slot']) {
      const { status, body } = await validate({ platformId, body: 'Dry', scheduledFor });
      expect({ status, ...body }).toMatchObject({ status: 200, valid: true, scheduledFor: at });
    }
  });

  it('sees the same text within 24 hours, unless it is allowed', async () => {
    const { id: platformId } = await connect();
    const first = await create({ platformId, body: 'Again', scheduledFor: atMinute(60) });
    const again = { platformId, body: 'again', scheduledFor: atMinute(240) };
    const existing = { code: 'duplicate_content', remedy: expect.stringContaining(first.body.id) };
    expect((await validate(again)).body).toMatchObject({ valid: false, problems: [existing] });
    expect(await create(again)).toMatchObject({ status: 409, body: { code: 'duplicate_content', errors: [existing] } });
    expect((await validate({ ...again, allowDuplicate: true })).body.valid).toBe(true);
    expect((await validate({ ...again, scheduledFor: atMinute(60 + 24 * 60 + 1) })).body.valid).toBe(true);
  });
});

describe('the code of a refusal says what is to be changed', () => {
  let table: Awaited<ReturnType<typeof openTable>>;
  let platformId: string;
  beforeAll(async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: NOW });
    table = await openTable();
    ({ id: platformId } = await connect());
    await addSlots(request, platformId, [{ minutes: 60, locked: true }]);
  });
  afterAll(async () => {
    await table?.close();
    vi.useRealTimers();
  });

  const locked = { scheduledFor: atMinute(60) };
  const past = { scheduledFor: atMinute(-60) };
  it.each([
    ['a draft with a time', { body: 'x', status: 'draft', scheduledFor: atMinute(90) }, 400, 'invalid_request'],
    ['a scheduled post without one', { body: 'x', status: 'scheduled' }, 400, 'invalid_request'],
    ['a text that is too long', { body: 'x'.repeat(501) }, 422, 'content_invalid'],
    ['a text that is too long, for a locked slot', { body: 'x'.repeat(501), ...locked }, 422, 'content_invalid'],
    ['a time that has passed', { body: 'x', ...past }, 422, 'time_invalid'],
    ['a time without a zone', { body: 'x', scheduledFor: '2027-04-01T09:00:00' }, 422, 'time_invalid'],
    ['a locked slot', { body: 'x', ...locked }, 409, 'slot_taken'],
  ])('%s', async (_, post, status, code) => {
    const answer = await create({ platformId, ...post });
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code });
    if (code !== 'content_invalid') expect(answer.body.title).not.toMatch(/content/i);
  });

  it('with the free times near it, whatever else is wrong', async () => {
    const { body } = await create({ platformId, body: 'x'.repeat(501), ...locked });
    expect(codesOf(body)).toEqual(['text_too_long', 'slot_locked']);
    expect(body.proposals).toHaveLength(3);
  });
});

describe('an account with supportsScheduling false', () => {
  let table: Awaited<ReturnType<typeof openTable>>;
  beforeAll(async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: NOW });
    table = await openTable();
  });
  afterAll(async () => {
    await table?.close();
    vi.useRealTimers();
  });

  it('refuses every planned time with what to do, and takes drafts and requests', async () => {
    const { id: platformId } = await connect({ supportsScheduling: false });
    for (const scheduledFor of [atMinute(60), 'next_slot', 'optimal']) {
      const refused = await create({ platformId, body: 'Later', scheduledFor });
      expect(refused).toMatchObject({ status: 422, body: { code: 'time_invalid' } });
      expect(refused.body.errors).toMatchObject([{ pointer: '/scheduledFor', code: 'scheduling_off' }]);
      expect(refused.body.remedy).toContain('/publish');
    }
    expect((await create({ platformId, body: 'Draft' })).status).toBe(201);
    expect((await create({ platformId, body: 'Asked for', status: 'publish_requested' })).status).toBe(201);
  });
});

import { Random } from '../crash/random.ts';
import { AnswerCheck } from '../support/answer-check.ts';
import { type Herald, type Json, readAnswer, startHerald } from '../support/herald.ts';
import type { Findings } from './findings.ts';
import { judge } from './judge.ts';
import type { FuzzOptions } from './options.ts';
import { startOutside } from './outside.ts';
import { type FuzzRequest, makeRequest, type Operation, operationsOf } from './request.ts';
import { type FuzzAnswer, send } from './send.ts';
import { Tenant } from './tenant.ts';

const TENANTS = ['alpha', 'bravo', 'charlie'];
/** After so many requests of each tenant all wait, and the clock moves so that posts, feeds and series go on. */
const ROUND = 40;
const ROUND_MS = 90_000;
/** Redeliveries, sweeps and lookups of what a run has begun have ended by then. */
const AFTERMATH_MS = [60_000, 600_000, 3_600_000];
const SLOW_MS = 5_000;
/** Reads are the more frequent where there is something to read; what deletes is rare, so that things grow. */
const WEIGHTS: Record<string, number> = { GET: 2, POST: 5, PATCH: 4, DELETE: 1 };

/** What a worker of the local cloud writes when it ends before its answer. */
const DIED = /Runtime exited|Task timed out|signal: killed/;

/** What a function writes about a message that comes again. */
const FAILED = /"level":"ERROR"/;
const MOST_FAILURES = 20;

interface Lane {
  tenant: Tenant;
  random: Random;
  done: number;
}

/** Sends so many requests by the document that the deployment serves, from several tenants side by side. */
export async function runFuzz({ seed, count }: FuzzOptions, findings: Findings): Promise<void> {
  const outside = await startOutside();
  const failures: string[] = [];
  const herald = await startHerald({
    onFunctionLine: (name, line) => {
      if (FAILED.test(line)) failures.push(`${name}: ${line.slice(0, 2_000)}`);
      if (DIED.test(line)) findings.add({ what: 'a process that died', where: name, detail: line.slice(0, 500) });
    },
  });
  try {
    const document = (await readAnswer(await fetch(`${herald.cloud.url}/api/v1/openapi.json`))).body;
    const check = new AnswerCheck(document);
    const all = operationsOf(document);
    const operations = all.flatMap((one) => Array<Operation>(WEIGHTS[one.method] ?? 1).fill(one));
    const lanes = await Promise.all(
      TENANTS.map(async (name): Promise<Lane> => {
        const tenant = await settle(herald, new Tenant(name, outside.url, (await herald.newTenant(name)).apiKey));
        return { tenant, random: new Random(`${seed}/${name}`), done: 0 };
      }),
    );
    const most = (lane: number) => Math.floor((count + lanes.length - 1 - lane) / lanes.length);
    while (lanes.some(({ done }, lane) => done < most(lane))) {
      const slow = await Promise.all(
        lanes.map(async (lane, number) => {
          const others = lanes.filter((one) => one !== lane).map(({ tenant }) => tenant);
          const suspects: FuzzRequest[] = [];
          for (const end = Math.min(lane.done + ROUND, most(number)); lane.done < end; lane.done += 1) {
            const { random, tenant } = lane;
            const operation = random.pick(operations);
            const request = makeRequest(document, operation, { random, tenant, others });
            const answer = await attempt(herald, request, findings);
            if (answer === undefined) continue;
            const fault = judge(check, request, answer, others);
            if (fault !== undefined) findings.addRequest(fault, request);
            else learn(tenant, request, answer);
            findings.count(request, answer.status);
            if (answer.milliseconds > SLOW_MS) suspects.push(request);
          }
          return suspects;
        }),
      );
      // Alone: a neighbour on this machine may have been the cause.
      for (const request of slow.flat()) {
        const again = await attempt(herald, request, findings);
        if (again !== undefined && again.milliseconds > SLOW_MS) {
          findings.addRequest(`an answer after ${Math.round(again.milliseconds)} ms`, request);
        }
      }
      await herald.cloud.advance(ROUND_MS);
      findings.progress(lanes.reduce((sum, { done }) => sum + done, 0));
    }
    for (const time of AFTERMATH_MS) await herald.cloud.advance(time);
    await findGivenUp(herald, findings, failures);
    findings.expectReach(all.length);
  } finally {
    await herald
      .close()
      .catch((error: Error) =>
        findings.add({ what: 'an event that fits no schema', where: '', detail: error.message }),
      );
    await outside.close();
  }
}

async function attempt({ cloud }: Herald, request: FuzzRequest, findings: Findings): Promise<FuzzAnswer | undefined> {
  try {
    return await send(cloud.url, request);
  } catch (error) {
    findings.addRequest(`no answer: ${(error as Error).message}`, request);
    return undefined;
  }
}

/** Accounts to post to, keys that may do less, and one thing of each kind, so that the first requests have something to name. */
async function settle(herald: Herald, tenant: Tenant): Promise<Tenant> {
  const post = async (path: string, body: object): Promise<Json> => {
    const response = await fetch(`${herald.cloud.url}/api/v1/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${tenant.keys[0]}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  for (const more of [{}, { requiresApproval: true, allowsOwnApproval: true }, { kind: 'sandbox-container' }]) {
    const kind = 'sandbox';
    tenant.remember('platforms', (await post('platforms', { kind, name: `${tenant.mark} account`, ...more })).id);
  }
  const platformId = tenant.firstId('platforms');
  const scheduledFor = new Date(Date.now() + 86_400_000).toISOString();
  const [date, timezone] = [scheduledFor.slice(0, 10), 'UTC'];
  const body = `First of ${tenant.mark}`;
  const things: [path: string, thing: object][] = [
    ['contents', { body }],
    ['distributions', { platformId, body, scheduledFor }],
    ['cross-posts', { content: { body: `${body}, crossed` }, platforms: [{ platformId }], scheduledFor }],
    ['series', { platformId, body, date, time: '07:00', timezone, repeat: { rrule: 'FREQ=DAILY;COUNT=50' } }],
    ['feeds', { url: tenant.address('feed.xml'), platformIds: [platformId], template: `{title} ${tenant.mark}` }],
    ['calendar/links', {}],
  ];
  for (const [path, thing] of things) tenant.remember(path.split('/').at(-1)!, (await post(path, thing)).id);
  const slot = { platformId, date, time: '10:00', timezone, recurrence: 'daily' };
  tenant.remember('rules', (await post('calendar/slots', slot)).rules[0].id);
  for (const scopes of [['read'], ['write', 'publish']]) {
    tenant.keys.push((await post('api-keys', { name: `${tenant.mark} key`, scopes })).key);
  }
  return tenant;
}

/** Ids, slots and cursors of an answer are what later requests name. */
function learn(tenant: Tenant, { operation, method }: FuzzRequest, { status, text, headers }: FuzzAnswer): void {
  // HEAD says the type of a body that it does not send.
  if (status >= 300 || text === '' || !String(headers['content-type']).startsWith('application/json')) return;
  const body: Json = JSON.parse(text);
  const [, , , top, below] = operation.path.split('/');
  const list = (value: unknown): Json[] => (Array.isArray(value) ? value : []);
  // The slots and links of a calendar are made below it.
  const kind = top === 'calendar' ? below! : top!;
  if (method === 'POST' && typeof body.id === 'string') tenant.remember(kind, body.id);
  for (const { id } of list(body.members)) tenant.remember('distributions', id);
  if (top === 'calendar') for (const { id } of list(body.rules)) tenant.remember('rules', id);
  for (const { key } of list(body.slots)) if (typeof key === 'string') tenant.remember('slots', key);
  const pending = body.pending?.distributionId;
  if (typeof pending === 'string') tenant.remember('distributions', pending);
  if (typeof body.nextCursor === 'string') tenant.sawCursor(body.nextCursor);
}

/** A message that a worker gave up on was made by a request of this run. */
async function findGivenUp(herald: Herald, findings: Findings, failures: string[]): Promise<void> {
  const { body } = await herald.api('GET', '/api/v1/dead-letters');
  for (const { name, messages, meaning } of body.items as Json[]) {
    const detail = [meaning, ...failures.slice(-MOST_FAILURES)].join('\n      ');
    if (messages > 0) findings.add({ what: `${messages} dead letters`, where: name, detail });
  }
}

import { subscribe } from 'node:diagnostics_channel';
import { DeleteScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { realNow } from '../../infra/local/clock/replace-date.ts';
import type { LocalCloud } from '../../infra/local/cloud/local-cloud.ts';
import type { AwsBehaviour } from '../../infra/local/faults/aws-behaviour.ts';
import type { FaultPlan } from '../../infra/local/faults/fault-plan.ts';
import type { HeraldEvent } from '../../shared/kernel/events/event.ts';
import { EVENT_MISFIT } from '../../shared/kernel/events/event.ts';
import { AnswerCheck } from './answer-check.ts';
import { listenToBus } from './bus-listener.ts';
import { takeCloud } from './clouds.ts';
import { type Posts, postsOf } from './posts.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers are read as a caller reads them, field by field
export type Json = any;

export interface Answer {
  status: number;
  body: Json;
  headers: Headers;
}

/** A whole Herald on this machine, seen from outside: HTTP and the clock. */
export interface Herald extends Posts {
  cloud: LocalCloud;
  apiKey: string;
  tenantId: string;
  api(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Asks until `done` says so. Where the cloud has nothing to do but wait, its clock is moved on. */
  until(path: string, done: (body: Json) => boolean, what: string): Promise<Json>;
  /** Everything that comes over the bus from now on. */
  listenToBus(): Promise<() => Promise<HeraldEvent[]>>;
  /** Deletes a post's schedule behind Herald's back. */
  forgetSchedule(distributionId: string): Promise<void>;
  newTenant(name: string): Promise<{ apiKey: string; tenantId: string }>;
  /** How far the cloud was ahead of this machine when this Herald began, in milliseconds. */
  clockOffset: number;
  /** Does something before the cloud goes to the next that uses it: takes back what would be there for that one, too. */
  whenClosed(work: () => Promise<unknown>): void;
  close(): Promise<void>;
}

interface Options {
  directory?: string;
  jitterSeconds?: number;
  faults?: FaultPlan;
  /** What AWS does beside the faults. */
  behaviour?: AwsBehaviour;
  /** Of an earlier run on the same directory. */
  tenant?: { apiKey: string; tenantId: string };
  /** Called with each line that a function writes. */
  onFunctionLine?(functionName: string, line: string): void;
}

/** By the cloud's clock. */
const PATIENCE_MILLISECONDS = 40_000;
const STEP_MILLISECONDS = 500;
const STEPS_UNASKED = 10;

/** Of all functions of this process's clouds. */
const invocations = { ended: 0 };
subscribe('herald:invocation', () => {
  invocations.ended += 1;
});

export async function startHerald({
  directory,
  jitterSeconds,
  faults,
  behaviour,
  tenant,
  onFunctionLine,
}: Options = {}): Promise<Herald> {
  const misfits: string[] = [];
  const listen = onFunctionLine ?? (process.env.HERALD_VERBOSE ? console.error : undefined);
  const { cloud, giveBack } = await takeCloud({
    directory,
    jitterSeconds,
    faults,
    behaviour,
    onFunctionLine: (functionName, line) => {
      // Herald writes an event that does not fit its schema all the same, and says so in its log: here that is a failure.
      if (line.includes(EVENT_MISFIT)) misfits.push(`${functionName}: ${line}`);
      listen?.(functionName, line);
    },
  });
  const leaving: (() => Promise<unknown>)[] = [];
  const whenClosed = (work: () => Promise<unknown>) => leaving.push(work);
  const newTenant = (name: string) => createTenant(cloud, name);
  const { apiKey, tenantId } =
    tenant ??
    (await newTenant('Test').catch(async (error) => {
      // The next file of this process gets its cloud all the same.
      await giveBack();
      throw error;
    }));

  const api: Herald['api'] = async (method, path, body, headers = {}) => {
    const response = await fetch(`${cloud.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const answer = await readAnswer(response);
    const seen = { method, path, retryAfter: response.headers.get('retry-after'), ...answer };
    // What the document does not say, no client made from it can read.
    const misfit = (await answerCheck(cloud)).misfit(seen);
    if (misfit !== undefined) throw new Error(misfit);
    return { status: answer.status, body: answer.body, headers: response.headers };
  };
  const until: Herald['until'] = async (path, done, what) => {
    const give = cloud.clock.now() + PATIENCE_MILLISECONDS;
    for (;;) {
      const { body } = await api('GET', path);
      if (done(body)) return body;
      if (cloud.clock.now() > give) throw new Error(`${what} did not happen: ${JSON.stringify(body)}`);
      // Where nothing has run meanwhile, the answer is the same, unless time alone changes it.
      const before = invocations.ended;
      for (let step = 0; step < STEPS_UNASKED && invocations.ended === before; step += 1) {
        if (!(await staysQuiet(cloud))) break;
        cloud.clock.advance(STEP_MILLISECONDS);
      }
    }
  };
  return {
    ...postsOf({ api, until }),
    cloud,
    apiKey,
    tenantId,
    api,
    until,
    clockOffset: Math.round(cloud.clock.now() - realNow()),
    whenClosed,
    listenToBus: () => listenToBus(cloud, whenClosed),
    forgetSchedule: (distributionId) => forgetSchedule(cloud, distributionId),
    newTenant,
    close: async () => {
      try {
        for (const leave of leaving.splice(0).reverse()) await leave();
      } finally {
        await giveBack();
      }
      if (misfits.length > 0) throw new Error(`Events do not fit the schemas of their types:\n${misfits.join('\n')}`);
    },
  };
}

/** A body as JSON where it is JSON, otherwise as text. */
export async function readAnswer(response: Response): Promise<{ status: number; contentType: string; body: Json }> {
  const text = await response.text();
  const contentType = response.headers.get('content-type') ?? '';
  const isJson = /^application\/(problem\+)?json/.test(contentType);
  return { status: response.status, contentType, body: isJson && text ? JSON.parse(text) : text };
}

let check: Promise<AnswerCheck> | undefined;

/** By the document as it is served, read once per process. */
function answerCheck(cloud: LocalCloud): Promise<AnswerCheck> {
  check ??= fetchDocument(`${cloud.url}/api/v1/openapi.json`).then((document) => new AnswerCheck(document));
  return check;
}

/** Injected faults may hit this request, too. */
async function fetchDocument(url: string, triesLeft = 5): Promise<object> {
  const response = await fetch(url);
  if (response.ok) return (await response.json()) as object;
  if (triesLeft === 0) throw new Error(`No document: ${response.status}`);
  return fetchDocument(url, triesLeft - 1);
}

/** So often a busy cloud is looked at before it is asked again: each question is work for it, too. */
const QUIET_LOOKS = 60;

/** @returns false when the cloud still works after a moment: what is asked for may have happened meanwhile */
async function staysQuiet(cloud: LocalCloud): Promise<boolean> {
  for (let check = 0, quiet = 0; check < QUIET_LOOKS; check += 1) {
    await new Promise((resolve) => setTimeout(resolve, 4));
    quiet = cloud.isQuiet() ? quiet + 1 : 0;
    if (quiet === 3) return true;
  }
  return false;
}

async function forgetSchedule(cloud: LocalCloud, distributionId: string): Promise<void> {
  const scheduler = new SchedulerClient({
    endpoint: cloud.awsEndpoint,
    region: 'us-east-1',
    credentials: cloud.adminCredentials,
  });
  const GroupName = cloud.outputs.EventBusName!; // The bus and the schedule group have the same name.
  await scheduler.send(new DeleteScheduleCommand({ Name: distributionId, GroupName }));
}

/** The use case behind `npm run admin -- create-tenant`, with the environment that a function would have. */
async function createTenant(cloud: LocalCloud, name: string): Promise<{ apiKey: string; tenantId: string }> {
  Object.assign(process.env, {
    TABLE_NAME: cloud.tableName,
    AWS_ENDPOINT_URL: cloud.awsEndpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: cloud.adminCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: cloud.adminCredentials.secretAccessKey,
  });
  const useCase = await import('../../shared/access/create-tenant.ts');
  return useCase.createTenant({ name });
}

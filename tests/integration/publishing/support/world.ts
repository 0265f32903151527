import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord, SQSRecord } from 'aws-lambda';
import { handler as sweep } from '../../../../functions/cron/sweep.ts';
import { handler as checkAttempts } from '../../../../functions/queues/check-attempts.ts';
import { handler as publish } from '../../../../functions/queues/publish.ts';
import { handler as wake } from '../../../../functions/schedule/wake.ts';
import { handler as syncSchedules } from '../../../../functions/streams/sync-schedules.ts';
import { matchesPattern } from '../../../../infra/local/aws/event-bus/event-pattern.ts';
import { type DynamoDbEngine, openDynamoDb, type StreamRecord } from '../../../../infra/local/dynamodb/engine.ts';
import { wakeUpFilters } from '../../../../infra/stacks/wake-up-filters.ts';
import type { Item } from '../../../../shared/kernel/table/client.ts';
import type { Distribution } from '../../../../shared/posts/model/distribution.ts';
import { fromDistributionItem } from '../../../../shared/posts/model/distribution-items.ts';
import { nextCheckAt } from '../../../../shared/posts/model/next-check.ts';
import { type Actor, currentActor } from './actors.ts';
import { Cloud, type Message } from './cloud.ts';
import { type Command, operationOf, sendTo } from './direct-client.ts';
import type { StepFault } from './faults.ts';
import { Interleaving, type Step } from './interleaving.ts';
import type { PracticeNetwork } from './practice-network.ts';
import { TABLE, tableDefinition } from './table-definition.ts';

const VISIBILITY_MS = 360_000;
const MAX_RECEIVES = 5;
const RETRY_MS = 60_000;
const RECONNECT_MS = 600_000;
const SWEEP_MS = 120_000;
/** So often the sweep may look and not see what is late, before the post counts as left alone for ever. */
const MAX_IN_VAIN = 5;
const READS = ['Get', 'BatchGet', 'Query'];

/** One change of one distribution, with what else its transaction wrote. */
export interface Change {
  before: Distribution | undefined;
  after: Distribution;
  events: string[];
  by: string;
}

interface Firing {
  input: string;
  at: number;
  tries: number;
}

/** What a user does, at a moment of true time. */
export interface Act {
  name: string;
  at: number;
  work(): Promise<unknown>;
}

/** Herald's publishing functions, with a real table and stand-ins for the rest, carried on step by step. */
export class World {
  readonly interleaving = new Interleaving(() => this.#arrivals());
  readonly cloud = new Cloud(this.interleaving);
  readonly network: PracticeNetwork;
  readonly states = new Map<string, Distribution>();
  readonly changes: Change[] = [];
  readonly acts: Act[] = [];
  /** What the user does about an account that is cut off. */
  reconnect: () => Promise<unknown> = async () => {};
  readonly #engine: DynamoDbEngine;
  readonly #stream: StreamRecord[] = [];
  readonly #firings: Firing[] = [];
  #position: string | undefined;
  /** When the user sees to the account; undefined while it is well. */
  #reconnectAt: number | undefined;
  #isReconnecting = false;
  #isSyncing = false;
  #isSweeping = false;
  #nextSweep = 0;
  #sweptInVain = 0;

  private constructor(engine: DynamoDbEngine, network: PracticeNetwork) {
    this.#engine = engine;
    this.network = network;
  }

  static async open(network: PracticeNetwork): Promise<World> {
    const engine = await openDynamoDb();
    await engine.call('CreateTable', tableDefinition);
    return new World(engine, network);
  }

  close(): Promise<void> {
    return this.#engine.close();
  }

  /** A command to the table, from a worker or from the test. */
  send(command: Command): Promise<unknown> {
    const operation = operationOf(command);
    const changed = distributionIn(command);
    const label = `${operation}${changed === undefined ? '' : ` ${changed.status}`}`;
    return this.cloud.call(label, async () => {
      const answer = await sendTo(this.#engine, command);
      if (READS.includes(operation)) return answer;
      const actor = currentActor();
      actor?.effects.push(label);
      if (changed !== undefined) this.#note(changed, command, actor);
      await this.#readStream();
      return answer;
    });
  }

  /** All items of one key, as they stand. */
  async items(pk: string): Promise<Item[]> {
    const { Items } = await this.#engine.call('Query', {
      TableName: TABLE,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: pk } },
      ConsistentRead: true,
    });
    return (Items as Parameters<typeof unmarshall>[0][]).map((item) => unmarshall(item) as Item);
  }

  #note(after: Distribution, command: Command, actor: Actor | undefined): void {
    const events = putsOf(command).flatMap((item) => (isEvent(item, after.id) ? [String(item.type)] : []));
    this.changes.push({ before: this.states.get(after.id), after, events, by: actor?.name ?? 'the test' });
    this.states.set(after.id, after);
  }

  async #readStream(): Promise<void> {
    for (const record of await this.#engine.streams.read(TABLE, this.#position, 1000)) {
      this.#position = record.dynamodb.SequenceNumber;
      if (wakeUpFilters.some((filter) => matchesPattern(filter, record))) this.#stream.push(record);
      if (record.dynamodb.Keys.sk?.S === 'PLATFORM') this.#watch(record);
    }
  }

  #watch({ dynamodb }: StreamRecord): void {
    const isCutOff = dynamodb.NewImage?.connection?.S === 'reconnect';
    this.#reconnectAt = isCutOff ? (this.#reconnectAt ?? this.interleaving.now + RECONNECT_MS) : undefined;
  }

  #arrivals(): Step[] {
    const arrivals: Step[] = this.acts.map((act) => ({
      kind: 'start',
      label: act.name,
      at: act.at,
      take: () => this.#begin(act),
    }));
    for (const message of this.cloud.messages) arrivals.push(this.#delivery(message));
    for (const [name, { at }] of this.cloud.schedules) {
      arrivals.push({ kind: 'start', label: 'a schedule fires', at, take: (...how) => this.#fire(name, ...how) });
    }
    for (const firing of this.#firings) {
      arrivals.push({ kind: 'start', label: 'a schedule fires again', at: firing.at, take: () => this.#wake(firing) });
    }
    const { now } = this.interleaving;
    if (this.#stream.length > 0 && !this.#isSyncing) {
      arrivals.push({ kind: 'start', label: 'the stream is read', at: now, take: (fault) => this.#sync(fault) });
    }
    if (this.#reconnectAt !== undefined && !this.#isReconnecting) {
      const at = this.#reconnectAt;
      arrivals.push({ kind: 'start', label: 'the user reconnects', at, take: () => this.#reconnect() });
    }
    const sweepAt = this.#isSweeping ? undefined : this.#sweepAt();
    if (sweepAt !== undefined)
      arrivals.push({ kind: 'start', label: 'the sweep starts', at: sweepAt, take: () => this.#sweep() });
    return arrivals.sort((one, other) => one.at - other.at);
  }

  #begin(act: Act): void {
    this.acts.splice(this.acts.indexOf(act), 1);
    this.interleaving.start(act.name, act.work);
  }

  #reconnect(): void {
    this.#isReconnecting = true;
    this.interleaving.start('reconnect', this.reconnect, () => {
      this.#isReconnecting = false;
    });
  }

  #delivery(message: Message): Step {
    const { kind = message.queue, version, textVersion } = JSON.parse(message.body);
    const plan = kind === 'discard' ? ` of text ${textVersion}` : version === undefined ? '' : ` of plan ${version}`;
    return {
      kind: 'start',
      label: `${kind}${plan} is delivered`,
      at: message.at,
      take: (fault, seconds) => {
        const { messages } = this.cloud;
        messages.splice(messages.indexOf(message), 1);
        const { now } = this.interleaving;
        if (fault === 'twice') this.cloud.put(message.queue, message.body, now, message.receives);
        if (fault === 'again') this.cloud.put(message.queue, message.body, now + seconds * 1000, message.receives);
        this.#receive(message, kind);
      },
    };
  }

  #receive({ id, queue, body, receives }: Message, kind: string): void {
    const receiptHandle = `receipt ${id}`;
    const attributes = { ApproximateReceiveCount: String(receives + 1) };
    const record = { messageId: `message ${id}`, body, receiptHandle, attributes, eventSource: 'aws:sqs' } as SQSRecord;
    let failed = false;
    const work = async () => {
      const { batchItemFailures } = await (queue === 'check' ? checkAttempts : publish)({ Records: [record] });
      failed = batchItemFailures.length > 0;
    };
    const since = this.interleaving.now;
    this.interleaving.start(kind, work, ({ state }) => {
      const comesAgain = (failed || state !== 'ended') && receives + 1 < MAX_RECEIVES;
      const at = this.cloud.returns.get(receiptHandle) ?? since + VISIBILITY_MS;
      if (comesAgain) this.cloud.put(queue, body, at, receives + 1);
    });
  }

  #fire(name: string, fault: StepFault, seconds: number): void {
    const { input } = this.cloud.schedules.get(name)!;
    this.cloud.schedules.delete(name);
    const { now } = this.interleaving;
    if (fault === 'twice' || fault === 'again') {
      this.#firings.push({ input, at: now + (fault === 'again' ? seconds * 1000 : 0), tries: 0 });
    }
    this.#wake({ input, at: now, tries: 0 });
  }

  #wake(firing: Firing): void {
    const index = this.#firings.indexOf(firing);
    if (index >= 0) this.#firings.splice(index, 1);
    const { input, tries } = firing;
    const work = () => wake(JSON.parse(input), { awsRequestId: 'wake' } as never);
    this.interleaving.start('wake', work, ({ state }) => {
      if (state !== 'ended' && tries < 2) {
        this.#firings.push({ input, at: this.interleaving.now + RETRY_MS, tries: tries + 1 });
      }
    });
  }

  #sync(fault: StepFault): void {
    const [record] = this.#stream;
    let isDone = false;
    const work = async () => {
      const { batchItemFailures } = await syncSchedules({ Records: [record as unknown as DynamoDBRecord] });
      isDone = batchItemFailures.length === 0;
    };
    this.#isSyncing = true;
    this.interleaving.start('sync', work, () => {
      this.#isSyncing = false;
      if (isDone && fault !== 'twice') this.#stream.shift();
    });
  }

  /** The next of the sweep's regular moments at which it has something to see. */
  #sweepAt(): number | undefined {
    const moments = [...this.states.values()].flatMap((state) => nextCheckAt(state) ?? []);
    if (moments.length === 0 || this.#sweptInVain > MAX_IN_VAIN) return undefined;
    const due = Math.max(0, Math.min(...moments.map((at) => this.interleaving.trueTime(Date.parse(at)))));
    return Math.max(Math.ceil(due / SWEEP_MS) * SWEEP_MS, this.#nextSweep);
  }

  #sweep(): void {
    this.#isSweeping = true;
    this.#nextSweep = (Math.floor(this.interleaving.now / SWEEP_MS) + 1) * SWEEP_MS;
    const [changes, sent] = [this.changes.length, this.cloud.sent];
    const work = () => sweep({ id: 'sweep' } as never, { awsRequestId: 'sweep' } as never);
    this.interleaving.start('sweep', work, ({ state }) => {
      this.#isSweeping = false;
      const isInVain = state === 'ended' && changes === this.changes.length && sent === this.cloud.sent;
      this.#sweptInVain = isInVain ? this.#sweptInVain + 1 : 0;
    });
  }
}

function putsOf({ input }: Command): Item[] {
  const { TransactItems = [] } = input as { TransactItems?: { Put?: { Item: Item } }[] };
  return TransactItems.flatMap(({ Put }) => (Put === undefined ? [] : [Put.Item]));
}

function distributionIn(command: Command): Distribution | undefined {
  const item = putsOf(command).find(({ sk }) => sk === 'DIST');
  return item && fromDistributionItem(item);
}

function isEvent(item: Item, distributionId: string): boolean {
  return item.sk.startsWith('EVENT#') && item.entityId === distributionId;
}

import { ConflictException, ResourceNotFoundException, type SchedulerClient } from '@aws-sdk/client-scheduler';
import { currentActor } from './actors.ts';
import { type Command, operationOf } from './direct-client.ts';
import type { StepFault } from './faults.ts';
import type { Interleaving } from './interleaving.ts';

let versions = 0;

/** One that no run has had: credentials stay in memory by their version, and each run is to read them. */
export const newVersion = () => `v${++versions}`;

/** As the environment names them. */
export type Queue = 'publish' | 'check';

export interface Message {
  id: number;
  queue: Queue;
  body: string;
  /** In true time, milliseconds. */
  at: number;
  receives: number;
}

export interface Schedule {
  at: number;
  input: string;
}

/** The queues of posts and Scheduler, as lists of what is still to come. */
export class Cloud {
  readonly messages: Message[] = [];
  readonly schedules = new Map<string, Schedule>();
  readonly #interleaving: Interleaving;
  /** When a worker wants a message again that it failed at, in true time, by receipt. */
  readonly returns = new Map<string, number>();
  /** How many messages there have been. */
  sent = 0;

  constructor(interleaving: Interleaving) {
    this.#interleaving = interleaving;
  }

  /** Calls a service, where the worker is still alive and the service takes the call. */
  call<Result>(label: string, work: () => Promise<Result>): Promise<Result> {
    return this.#interleaving.call('aws', label, async (fault: StepFault) => {
      const actor = currentActor();
      if (fault === 'awsDown' && actor !== undefined) {
        actor.faults.push(fault);
        throw Object.assign(new Error(`${label}: service unavailable`), { name: 'ServiceUnavailable' });
      }
      const result = await work();
      if (fault === 'dieAfter' && actor !== undefined) this.#interleaving.kill(label);
      return result;
    });
  }

  put(queue: Queue, body: string, at: number, receives = 0): void {
    this.messages.push({ id: ++this.sent, queue, body, at, receives });
  }

  async sendToQueue(command: Command): Promise<unknown> {
    const { input } = command;
    if (operationOf(command) === 'ChangeMessageVisibility') {
      const { ReceiptHandle, VisibilityTimeout } = input as { ReceiptHandle: string; VisibilityTimeout: number };
      return this.call('returns the message', async () => {
        this.returns.set(ReceiptHandle, this.#interleaving.now + VisibilityTimeout * 1000);
        return {};
      });
    }
    const { QueueUrl, Entries } = input as {
      QueueUrl: Queue;
      Entries: { MessageBody: string; DelaySeconds: number }[];
    };
    const kinds = Entries.map(({ MessageBody }) => JSON.parse(MessageBody).kind ?? QueueUrl).join(', ');
    return this.call(`sends ${kinds}`, async () => {
      for (const { MessageBody, DelaySeconds } of Entries) {
        this.put(QueueUrl, MessageBody, this.#interleaving.now + DelaySeconds * 1000);
      }
      currentActor()?.effects.push(`sent ${kinds}`);
      return {};
    });
  }

  /** Any account has the same key, in ever new versions. */
  async secret(command: Command): Promise<unknown> {
    const name = operationOf(command);
    return this.call(name, async () =>
      name === 'GetSecretValue' ? { VersionId: newVersion(), SecretString: '{"apiKey":"key"}' } : {},
    );
  }

  async schedule(command: Parameters<SchedulerClient['send']>[0]): Promise<unknown> {
    const name = command.constructor.name.replace('Command', '');
    const { Name, ScheduleExpression, Target } = command.input as {
      Name: string;
      ScheduleExpression: string;
      Target?: { Input: string };
    };
    return this.call(name, async () => {
      const stands = this.schedules.has(Name);
      const details = { $metadata: {}, Message: Name, message: Name };
      if (name === 'CreateSchedule' && stands) throw new ConflictException(details);
      if (name !== 'CreateSchedule' && !stands) throw new ResourceNotFoundException(details);
      if (name === 'DeleteSchedule') this.schedules.delete(Name);
      else {
        const moment = Date.parse(`${ScheduleExpression.slice(3, -1)}Z`);
        this.schedules.set(Name, { at: this.#interleaving.cloudTime(moment), input: Target!.Input });
      }
      currentActor()?.effects.push(name);
      return {};
    });
  }
}

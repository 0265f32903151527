import { randomUUID } from 'node:crypto';
import { NextMoment } from '../aws/next-moment.ts';
import type { LocalClock } from '../clock/local-clock.ts';
import type { StreamRecord } from '../dynamodb/engine.ts';
import type { FaultInjection } from '../faults/fault-injection.ts';
import type { LambdaService } from '../lambda/lambda-service.ts';
import { failedItems } from './item-failures.ts';
import type { StreamMapping } from './mappings.ts';
import type { RoleQueues } from './role-queues.ts';
import { type GiveUpCondition, streamFailure } from './stream-failure.ts';

export interface StreamDeliveryOptions {
  mapping: StreamMapping;
  lambda: LambdaService;
  queues: RoleQueues;
  clock: LocalClock;
  faults: FaultInjection;
  log(line: string): void;
}

const MAX_PAUSE_MS = 60_000;
const THROTTLED_PAUSE_MS = 1_000;

/** Brings batches of one stream to its function: tries again, halves what fails, and gives up at the mapping's limits. */
export class StreamDelivery {
  readonly #options: StreamDeliveryOptions;
  /** The age of a record counts from here at the earliest: a machine that was off for a day still has to try once. */
  readonly #openedAt = Date.now();
  #endPause: (() => void) | undefined;
  #isStopped = false;

  constructor(options: StreamDeliveryOptions) {
    this.#options = options;
  }

  get isPausing(): boolean {
    return this.#endPause !== undefined;
  }

  stop(): void {
    this.#isStopped = true;
    this.#endPause?.();
  }

  /**
   * @param onDone called with the last record up to which all are dealt with
   * @returns false when it was stopped before the end
   */
  async deliver(
    records: StreamRecord[],
    onDone: (last: StreamRecord) => Promise<void>,
    failures = 0,
  ): Promise<boolean> {
    const { mapping, lambda, faults } = this.#options;
    const { functionArn, maximumRetryAttempts, bisectsOnError } = mapping;
    const requestId = randomUUID();
    let rest = records;
    while (rest.length > 0) {
      if (this.#isStopped) return false;
      const tooOld = rest.filter((record) => this.#isTooOld(record));
      if (tooOld.length > 0) {
        await this.#giveUp(tooOld, 'RecordAgeExceeded', requestId, failures);
        rest = rest.filter((record) => !tooOld.includes(record));
        await onDone(tooOld.at(-1)!);
        continue;
      }

      const payload = JSON.stringify({ Records: rest });
      const fault = faults.onDelivery({ source: 'stream', functionArn, payload });
      const outcome = await lambda.invoke(functionArn, payload, { requestId });
      if (this.#isStopped && 'error' in outcome) return false;
      // The batch never came to the function: no try of the mapping's is used up.
      if ('error' in outcome && outcome.refused === 'throttled') {
        await this.#pause(THROTTLED_PAUSE_MS);
        continue;
      }
      // As if the reader had ended before it saved its position.
      if (fault !== undefined) continue;
      const failedFrom = firstFailure(rest, failedItems(outcome, rest.map(sequenceOf), mapping.reportsItemFailures));
      if (failedFrom > 0) {
        await onDone(rest[failedFrom - 1]!);
        rest = rest.slice(failedFrom);
        failures = 0;
      }
      if (rest.length === 0) return true;

      failures += 1;
      if (maximumRetryAttempts >= 0 && failures > maximumRetryAttempts) {
        await this.#giveUp(rest, 'RetryAttemptsExhausted', requestId, failures);
        await onDone(rest.at(-1)!);
        return true;
      }
      if (bisectsOnError && failedFrom === 0 && rest.length > 1) {
        const middle = Math.ceil(rest.length / 2);
        const firstHalf = await this.deliver(rest.slice(0, middle), onDone, failures);
        return firstHalf && (await this.deliver(rest.slice(middle), onDone, failures));
      }
      await this.#pause(Math.min(1000 * 2 ** (failures - 1), MAX_PAUSE_MS));
    }
    return true;
  }

  #isTooOld({ dynamodb }: StreamRecord): boolean {
    const { maximumRecordAge } = this.#options.mapping;
    const since = Math.max(dynamodb.ApproximateCreationDateTime * 1000, this.#openedAt);
    return maximumRecordAge >= 0 && Date.now() - since > maximumRecordAge * 1000;
  }

  async #giveUp(records: StreamRecord[], condition: GiveUpCondition, requestId: string, failures: number) {
    const { mapping, queues, log } = this.#options;
    const what = `${mapping.functionArn}: gave up on ${records.length} stream records (${condition})`;
    if (!mapping.onFailureQueueArn) return log(`${what}, and there is no failure destination`);
    try {
      const failure = streamFailure({ mapping, records, condition, requestId, failures });
      await queues.send(mapping.functionArn, mapping.onFailureQueueArn, JSON.stringify(failure));
      log(`${what} and told ${mapping.onFailureQueueArn}`);
    } catch (error) {
      log(`${what}, and its destination refused to hear of it: ${(error as Error).message}`);
    }
  }

  async #pause(milliseconds: number): Promise<void> {
    if (this.#isStopped) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = new NextMoment(this.#options.clock, resolve);
    timer.set(Date.now() + milliseconds);
    this.#endPause = resolve;
    await promise;
    this.#endPause = undefined;
    timer.close();
  }
}

const sequenceOf = ({ dynamodb }: StreamRecord) => dynamodb.SequenceNumber;

/** Lambda continues at the lowest record that failed, also when the function reports later ones as done. */
function firstFailure(records: StreamRecord[], failed: Set<string>): number {
  const index = records.findIndex((record) => failed.has(sequenceOf(record)));
  return index === -1 ? records.length : index;
}

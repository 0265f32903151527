import { randomUUID } from 'node:crypto';
import { AwsError } from '../aws/aws-error.ts';
import { DueWork } from '../aws/due-work.ts';
import type { LocalClock } from '../clock/local-clock.ts';
import type { FaultInjection } from '../faults/fault-injection.ts';
import type { AsyncEvent, AsyncEventStore } from './async-event-store.ts';
import type { AsyncSettings } from './function-definition.ts';
import type { FunctionError, InvocationOutcome } from './protocol.ts';

export interface AsyncInvocationsOptions {
  store: AsyncEventStore;
  clock: LocalClock;
  faults: FaultInjection;
  settingsOf(functionArn: string): AsyncSettings;
  invoke(functionArn: string, payload: string, requestId: string): Promise<InvocationOutcome>;
  /** Sends to a queue as the function. */
  sendMessage(functionArn: string, queueArn: string, body: string): Promise<void>;
  log(line: string): void;
}

/** Lambda takes no larger event asynchronously. */
const MAX_EVENT_BYTES = 1024 * 1024;
/** Lambda waits one minute before the first retry and two before the second. */
const RETRY_PAUSES = [60_000, 120_000];
/** A throttled event goes back to Lambda's own queue and comes again after a pause that doubles, from 1 s to 5 minutes. */
const THROTTLED_PAUSES = { min: 1_000, max: 300_000 };

/** Asynchronous invocations: accepted when they are stored, and tried again when they fail. */
export class AsyncInvocations {
  readonly #options: AsyncInvocationsOptions;
  readonly #work: DueWork<AsyncEvent>;
  #isClosing = false;

  constructor(options: AsyncInvocationsOptions) {
    this.#options = options;
    const { store, clock, log } = options;
    const source = {
      due: (now: number, limit: number) => store.due(now, limit),
      earliestAfter: (now: number) => store.earliestAfter(now),
      keyOf: (event: AsyncEvent) => event.requestId,
      attempt: (event: AsyncEvent) => this.#attempt(event),
    };
    this.#work = new DueWork(source, clock, log);
  }

  /** Whether something is due or running now; what waits for its retry is not. */
  get isBusy(): boolean {
    // An event stays due in the store while it runs.
    return this.#options.store.due(Date.now(), 1).length > 0;
  }

  /** Takes up what was accepted before a restart. */
  start(): void {
    this.#work.look();
  }

  /** Has returned when the event is on disk. @throws AwsError RequestTooLargeException */
  accept(functionArn: string, payload: string): void {
    if (Buffer.byteLength(payload) > MAX_EVENT_BYTES) {
      throw new AwsError('RequestTooLargeException', `An event may have ${MAX_EVENT_BYTES} bytes at most.`, 413);
    }
    this.#options.store.add({ requestId: randomUUID(), functionArn, payload, acceptedAt: Date.now() });
    this.#work.lookSoon();
  }

  /** Forgets what waits for its next try. */
  empty(): void {
    this.#options.store.removeAll();
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    await this.#work.close();
  }

  async #attempt(event: AsyncEvent): Promise<() => void> {
    const { store, invoke, faults, settingsOf } = this.#options;
    const { requestId, functionArn } = event;
    const fault = faults.onDelivery({ source: 'async', functionArn, payload: event.payload });
    const runs = Array.from({ length: fault === undefined ? 1 : 2 }, () =>
      invoke(functionArn, event.payload, requestId),
    );
    const outcome = (await Promise.all(runs))[0]!;
    if (!('error' in outcome)) return () => store.remove(requestId);
    // It was killed because everything stops: the next start tries it again.
    if (this.#isClosing) return () => {};

    const { maximumRetryAttempts, maximumEventAgeSeconds } = settingsOf(functionArn);
    if (outcome.refused === 'throttled') {
      const { min, max } = THROTTLED_PAUSES;
      // As long as it has waited already: so the pauses double.
      const retryAt = Date.now() + Math.min(max, Math.max(min, Date.now() - event.acceptedAt));
      if (retryAt <= event.acceptedAt + maximumEventAgeSeconds * 1000) {
        return () => store.retry(requestId, retryAt, event.failures);
      }
      await this.#giveUp(event, outcome.error, 'EventAgeExceeded');
      return () => store.remove(requestId);
    }

    const failures = event.failures + 1;
    const pause = RETRY_PAUSES[event.failures];
    const retryAt = Date.now() + (pause ?? 0);
    const isTooOld = retryAt > event.acceptedAt + maximumEventAgeSeconds * 1000;
    if (pause !== undefined && failures <= maximumRetryAttempts && !isTooOld) {
      return () => store.retry(requestId, retryAt, failures);
    }
    const isExhausted = failures > maximumRetryAttempts;
    await this.#giveUp(event, outcome.error, isExhausted ? 'RetriesExhausted' : 'EventAgeExceeded');
    return () => store.remove(requestId);
  }

  async #giveUp(event: AsyncEvent, error: FunctionError, condition: string): Promise<void> {
    const { settingsOf, sendMessage, log } = this.#options;
    const { functionArn, requestId } = event;
    const queueArn = settingsOf(functionArn).onFailureQueueArn;
    if (!queueArn) return log(`${functionArn}: gave up on event ${requestId}, and there is no failure destination`);
    try {
      await sendMessage(functionArn, queueArn, JSON.stringify(failureRecord(event, error, condition)));
      log(`${functionArn}: gave up on event ${requestId} and sent it to ${queueArn}`);
    } catch (failure) {
      log(
        `${functionArn}: gave up on event ${requestId}, and its destination refused it: ${(failure as Error).message}`,
      );
    }
  }
}

/** What Lambda sends to a destination. */
function failureRecord(event: AsyncEvent, error: FunctionError, condition: string) {
  return {
    version: '1.0',
    timestamp: new Date().toISOString(),
    requestContext: {
      requestId: event.requestId,
      functionArn: `${event.functionArn}:$LATEST`,
      condition,
      approximateInvokeCount: event.failures + 1,
    },
    requestPayload: JSON.parse(event.payload),
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: error,
  };
}

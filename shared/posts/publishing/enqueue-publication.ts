import { MAX_DELAY_SECONDS, sendMessages } from '../../aws/queues.ts';
import { sleepUntil } from '../../kernel/time/clock.ts';
import type { PublicationRef, PublishMessage } from '../model/publication-ref.ts';
import { landingFor } from './landing.ts';
import { CHECK_GRACE_MS, LEASE_MS } from './publish-timing.ts';

interface Enqueue {
  ref: PublicationRef;
  /** When the message is to be worked on, in milliseconds; the past means now. */
  at: number;
  hop: number;
  /** The moment of the visible call where that message may make it: a check for a dead worker goes along with it. */
  visibleAt?: number | undefined;
}

/** Sends the publish message, which lands some tenths of a second to one more before its moment, and its check. */
export async function enqueuePublication({ ref, at, hop, visibleAt }: Enqueue): Promise<void> {
  await Promise.all([
    visibleAt === undefined ? undefined : followVisibleCall(ref, visibleAt),
    sendPublication(ref, hop, at > Date.now() ? landingFor(at) : at),
  ]);
}

/**
 * Sends the publish message so that it lands just before its moment: a delay is whole seconds from the sending, which waits
 * up to a second for that. Only for a function that has something else to do meanwhile.
 */
export async function enqueueOnTheSecond({ ref, at, hop }: Omit<Enqueue, 'visibleAt'>): Promise<void> {
  const landAt = landingFor(at);
  const now = Date.now();
  await sleepUntil(now + (Math.max(0, landAt - now) % 1000));
  await sendPublication(ref, hop, landAt);
}

async function sendPublication(ref: PublicationRef, hop: number, landAt: number): Promise<void> {
  const body: PublishMessage = { kind: 'publish', ...ref, hop };
  await sendMessages('PUBLISH_QUEUE_URL', [{ body, landAt }]);
}

/** Has somebody look after the worker that makes the visible call at a moment (milliseconds). */
export function followVisibleCall(ref: PublicationRef, visibleAt: number): Promise<void> {
  return enqueueCheck(ref, Math.max(visibleAt, Date.now()) + LEASE_MS);
}

/** Sends a check for after a lease's end (milliseconds). None where SQS cannot wait that long: then the sweep looks. */
export async function enqueueCheck(ref: PublicationRef, leaseEnd: number): Promise<void> {
  const delaySeconds = Math.ceil((leaseEnd + CHECK_GRACE_MS - Date.now()) / 1000);
  if (delaySeconds <= MAX_DELAY_SECONDS) await sendMessages('CHECK_QUEUE_URL', [{ body: ref, delaySeconds }]);
}

/** Has what was prepared for a text in vain taken away. */
export async function enqueueDiscard(ref: PublicationRef, delaySeconds: number): Promise<void> {
  const body: PublishMessage = { kind: 'discard', ...ref };
  await sendMessages('PUBLISH_QUEUE_URL', [{ body, delaySeconds }]);
}

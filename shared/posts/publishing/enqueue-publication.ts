import { MAX_DELAY_SECONDS, type QueueMessage, sendMessages } from '../../aws/queues.ts';
import type { PublicationRef, PublishMessage } from '../model/publication-ref.ts';
import { CHECK_GRACE_MS, LEASE_MS } from './publish-timing.ts';

/** A message lands this long before its moment; the rest is waited for inside the function. */
const LANDING_SECONDS = 1;

interface Enqueue {
  ref: PublicationRef;
  /** When the message is to be worked on, in milliseconds; the past means now. */
  at: number;
  hop: number;
  /** The moment of the visible call where that message may make it: a check for a dead worker goes along with it. */
  visibleAt?: number;
  /** Ends of further leases that a check is to follow, in milliseconds. */
  leaseEnds?: number[];
}

/** Sends the publish message and its checks in one call. */
export async function enqueuePublication({ ref, at, hop, visibleAt, leaseEnds = [] }: Enqueue): Promise<void> {
  const wait = Math.max(0, at - Date.now());
  const publish: PublishMessage = { kind: 'publish', ...ref, hop };
  const ends = visibleAt === undefined ? leaseEnds : [...leaseEnds, Math.max(visibleAt, Date.now()) + LEASE_MS];
  await sendMessages('PUBLISH_QUEUE_URL', [
    { body: publish, delaySeconds: Math.max(0, wait / 1000 - LANDING_SECONDS) },
    ...ends.flatMap((end) => checkAfter(ref, end)),
  ]);
}

/** Sends only checks: each after the end of a lease (milliseconds). */
export async function enqueueChecks(ref: PublicationRef, leaseEnds: number[]): Promise<void> {
  await sendMessages(
    'PUBLISH_QUEUE_URL',
    leaseEnds.flatMap((end) => checkAfter(ref, end)),
  );
}

/** None where SQS cannot wait that long: then the sweep looks. */
function checkAfter(ref: PublicationRef, leaseEnd: number): QueueMessage[] {
  const delaySeconds = Math.ceil((leaseEnd + CHECK_GRACE_MS - Date.now()) / 1000);
  if (delaySeconds > MAX_DELAY_SECONDS) return [];
  const check: PublishMessage = { kind: 'check', ...ref };
  return [{ body: check, delaySeconds }];
}

import { MAX_DELAY_SECONDS, type QueueMessage, sendMessages } from '../cloud/queues.ts';
import type { PublicationRef, PublishMessage } from '../domain/publication-ref.ts';
import { LEASE_MS } from './publish-timing.ts';

/** A message lands this long before its moment; the rest is waited for inside the function. */
const LANDING_SECONDS = 1;
const CHECK_GRACE_MS = 6_000;

interface Enqueue {
  ref: PublicationRef;
  /** When the message is to be worked on, in milliseconds; the past means now. */
  at: number;
  hop: number;
  /** The moment of the visible call where that message may make it: a check for a dead worker goes along with it. */
  visibleAt?: number;
}

/** Sends the publish message (and its check) in one call. */
export async function enqueuePublication({ ref, at, hop, visibleAt }: Enqueue): Promise<void> {
  const wait = Math.max(0, at - Date.now());
  const publish: PublishMessage = { kind: 'publish', ...ref, hop };
  const messages: QueueMessage[] = [{ body: publish, delaySeconds: Math.max(0, wait / 1000 - LANDING_SECONDS) }];
  const checkDelay = (Math.max(visibleAt ?? 0, Date.now()) - Date.now() + LEASE_MS + CHECK_GRACE_MS) / 1000;
  if (visibleAt !== undefined && checkDelay <= MAX_DELAY_SECONDS) {
    const check: PublishMessage = { kind: 'check', ...ref };
    messages.push({ body: check, delaySeconds: Math.ceil(checkDelay) });
  }
  await sendMessages('PUBLISH_QUEUE_URL', messages);
}

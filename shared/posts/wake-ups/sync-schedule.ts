import { sendMessages } from '../../aws/queues.ts';
import type { Distribution } from '../model/distribution.ts';
import { isQueued } from '../model/next-check.ts';
import { type PublishMessage, refOf } from '../model/publication-ref.ts';
import { withPart } from '../model/status-parts.ts';
import { enqueueDiscard, enqueuePublication } from '../publishing/enqueue-publication.ts';
import { CATCH_UP_MS } from '../publishing/publish-timing.ts';
import { plannedWakeUp } from './planned-wake-up.ts';
import { deleteWakeUp, putWakeUp } from './wake-up-schedules.ts';

/** While it is prepared, a post may come so near to its time that the same message makes the visible call. */
const NEAR_MS = 30_000;
/** Those that meet a limit together are given their places together, in due order; after an outage that takes longer. */
const LINE_SECONDS = 3;
const LINE_CATCH_UP_SECONDS = 20;
/** Looks further ahead than SQS can wait are the sweep's. */
const MAX_LOOK_MS = 900_000;

/**
 * Makes what is to come match a changed distribution: a schedule for what lies ahead, a queue message for the next
 * minutes, a look at the platform for an unknown outcome, a place in the quota, the end of what was prepared in
 * vain; nothing for what is no longer scheduled. Running it again does no harm.
 */
export async function syncSchedule(before: Distribution | undefined, after: Distribution | undefined): Promise<void> {
  if (before !== undefined && after !== undefined) await discardOld(before, after);
  if (after?.status === 'unknown') return askFor(before, after);
  if (after === undefined || after.status !== 'scheduled' || after.held !== undefined) {
    if (before?.status !== 'scheduled' || before.held !== undefined) return;
    // A post that moved on by itself was woken by its schedule, which is now gone; any other end leaves one behind.
    const movedOn = after?.status === 'preparing' || after?.status === 'publishing';
    if (!movedOn) await deleteWakeUp(before.id);
    return;
  }
  if (before?.status === 'scheduled' && before.version === after.version) return;
  if (isQueued(after)) return joinLine(before, after);
  await wake(before, after);
}

async function wake(before: Distribution | undefined, after: Distribution): Promise<void> {
  const planned = plannedWakeUp(after, Date.now());
  if (planned !== undefined) return putWakeUp(planned);
  if (before?.status === 'scheduled') await deleteWakeUp(after.id);
  const { dueAt, wakeAt } = withPart(after, 'due');
  const due = Date.parse(dueAt);
  const at = Math.max(Date.parse(wakeAt), Date.now());
  await enqueuePublication({ ref: refOf(after), at, hop: 0, visibleAt: due - at <= NEAR_MS ? due : undefined });
}

async function joinLine(before: Distribution | undefined, after: Distribution): Promise<void> {
  const { id, tenantId, platformId, dueAt } = withPart(after, 'due');
  if (before?.status === 'scheduled') await deleteWakeUp(id);
  const isLate = Date.now() - Date.parse(dueAt) > CATCH_UP_MS;
  await send(
    { kind: 'line', tenantId, platformId, distributionId: id, hop: 0 },
    isLate ? LINE_CATCH_UP_SECONDS : LINE_SECONDS,
  );
}

async function askFor(before: Distribution | undefined, after: Distribution): Promise<void> {
  if (after.lookAt === undefined || before?.lookAt === after.lookAt) return;
  const wait = Date.parse(after.lookAt) - Date.now();
  if (wait <= MAX_LOOK_MS) await send({ kind: 'look', ...refOf(after) }, Math.max(0, Math.ceil(wait / 1000)));
}

/** What was prepared for a text that is no longer to go out; after the end of the lease under which it was made. */
async function discardOld(before: Distribution, after: Distribution): Promise<void> {
  const { preparedText, leaseUntil } = before;
  if (preparedText === undefined || after.preparedText === preparedText || after.status === 'published') return;
  const wait = leaseUntil === undefined ? 0 : Math.max(0, Date.parse(leaseUntil) - Date.now());
  await enqueueDiscard({ ...refOf(before), textVersion: preparedText }, Math.ceil(wait / 1000) + 1);
}

async function send(message: PublishMessage, delaySeconds: number): Promise<void> {
  await sendMessages('PUBLISH_QUEUE_URL', [{ body: message, delaySeconds }]);
}

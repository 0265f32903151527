import type { CallLimits } from '../../accounts/access/with-access.ts';

/** The visible call may take this long; then its outcome is unknown. */
export const CALL_TIMEOUT_MS = 15_000;
/** A worker holds an attempt this long. Longer than the call, so that a live worker is never overtaken. */
export const LEASE_MS = 20_000;
/**
 * Uploads, containers and drafts, and taking them away again. With the renewal of the access, within the publish function's
 * 60 seconds and the lease, with time left to say that it was too slow.
 */
export const PREPARE_LIMITS: CallLimits = { callMs: 40_000, totalMs: 55_000, unanswered: 'RETRY_LATER' };
export const PREPARE_LEASE_MS = 65_000;
/** What a lost worker made beside the one that took over is looked for after this: no worker and no call of it lives on. */
export const STRAYS_AFTER_MS = 180_000;
/** A check comes this long after a lease's end. */
export const CHECK_GRACE_MS = 6_000;
/** If no worker has begun a plan this long after the due moment, its message is not just on its way. */
export const OVERDUE_MS = 5_000;
/** A post that is this late on an account with limits goes through the queue, so that due order is kept. */
export const CATCH_UP_MS = 60_000;
/** No further part of a thread is begun in the same run after this. */
export const THREAD_RUN_MS = 25_000;
/** The attempt is written this long before the due moment, so that only the call itself is left. */
export const ATTEMPT_LEAD_MS = 150;
/** The longest wait inside a function; more goes back to the queue. */
export const MAX_WAIT_MS = 2_500;
/** EventBridge Scheduler fires up to a minute late, so it is told to fire this much before the due moment. */
export const SCHEDULER_LEAD_MS = 120_000;
/** What lies further ahead than this is a schedule, not a queue message. */
export const QUEUE_HORIZON_MS = 600_000;
/** A message is sent on at most this often; after that the sweep finds the post. */
export const MAX_HOPS = 5;

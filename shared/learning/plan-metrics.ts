import { partTenants } from '../access/part-tenants.ts';
import { sendMessages } from '../aws/queues.ts';
import type { MetricsMessage } from './metrics-messages.ts';
import { planTenants } from './plan-tenants.ts';

/** Of the function's 60 seconds, of which sending takes some. */
const MAX_RUN_MS = 30_000;
/** SQS takes no more messages in one call. */
const BATCH = 10;

/**
 * Hands out all tenants whose posts are to be measured, some in each message. A few are planned at once: that costs no
 * message.
 *
 * @param after where an earlier worker has ended
 * @returns the number of messages
 */
export async function planMetrics(after?: string): Promise<number> {
  const { parts, rest } = await partTenants(after, Date.now() + MAX_RUN_MS);
  const [first] = parts;
  if (first === undefined) return 0;
  if (parts.length === 1 && rest === undefined) {
    return planTenants({ kind: 'plan', tenantId: first[0]!, tenantIds: first, done: 0 });
  }
  const messages = parts.map((tenantIds): MetricsMessage => {
    return { kind: 'plan', tenantId: tenantIds[0]!, tenantIds, done: 0 };
  });
  if (rest !== undefined) messages.push({ kind: 'handOut', tenantId: first[0]!, after: rest });
  for (let start = 0; start < messages.length; start += BATCH) {
    const batch = messages.slice(start, start + BATCH).map((body) => ({ body, delaySeconds: 0 }));
    await sendMessages('METRICS_QUEUE_URL', batch);
  }
  return messages.length;
}

import { logger } from '../../kernel/logger.ts';
import type { Distribution } from '../model/distribution.ts';
import { isQueued } from '../model/next-check.ts';
import { refOf } from '../model/publication-ref.ts';
import { withPart } from '../model/status-parts.ts';
import { enqueuePublication } from '../publishing/enqueue-publication.ts';

/** The stream brings everything later in time, also while it carries the import of another tenant. */
const NEAR_MS = 30_000;

/**
 * A post that a request has just put on the schedule, and that is due in moments, goes to the publish queue at once: the
 * stream may be busy with thousands of others. The stream sends it too, with its check; a worker that comes second ends
 * quietly. So nothing is lost where this message is not sent.
 */
export async function hasten(state: Distribution): Promise<void> {
  if (state.status !== 'scheduled' || state.held !== undefined || isQueued(state)) return;
  const { dueAt, wakeAt } = withPart(state, 'due');
  const now = Date.now();
  if (Date.parse(dueAt) - now > NEAR_MS) return;
  try {
    await enqueuePublication({ ref: refOf(state), at: Math.max(Date.parse(wakeAt), now), hop: 0 });
  } catch (error) {
    logger.warn('A near post was not hastened; the stream brings it', { id: state.id, error: error as Error });
  }
}

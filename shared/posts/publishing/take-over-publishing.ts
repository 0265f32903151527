import type { Actor } from '../../kernel/events/event.ts';
import { logger } from '../../kernel/logger.ts';
import { tryGuarded } from '../../kernel/table/try-guarded.ts';
import type { DistributionError } from '../../platforms/contract/describe-error.ts';
import { readAttempt } from '../model/attempt-items.ts';
import type { Distribution } from '../model/distribution.ts';
import { markOutcomeUnknown } from '../outcome/mark-outcome-unknown.ts';

const lostWorker: DistributionError = {
  class: 'UNKNOWN_OUTCOME',
  message: 'The publisher stopped during the visible call, so it is unknown whether the post was published.',
  remedy: 'Nothing yet: the platform is asked.',
};

/** The lease of an attempt ran out while it said "publishing". */
export async function takeOverPublishing(state: Distribution, worker: Actor): Promise<void> {
  const actor = { ...worker, correlationId: state.correlationId };
  const attempt = await readAttempt(state);
  const quicker = await tryGuarded(() => markOutcomeUnknown(state, lostWorker, actor, attempt));
  if (quicker !== undefined) logger.info('The attempt ended at the same moment', { id: state.id });
}

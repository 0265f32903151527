import type { Distribution } from '../domain/distribution.ts';
import type { Actor } from '../domain/event.ts';
import { recordEvent } from '../store/event-items.ts';
import { transact } from '../store/transact.ts';
import type { Trouble } from './repair-distribution.ts';

/** Puts on record what was found and mended; the distribution itself stays as it is. */
export async function recordRepair(state: Distribution, trouble: Trouble, actor: Actor): Promise<void> {
  const { tenantId, id, status, version } = state;
  await transact([
    recordEvent(
      { ...actor, correlationId: state.correlationId },
      {
        type: 'DISTRIBUTION_REPAIRED',
        tenantId,
        entityType: 'distribution',
        entityId: id,
        data: { trouble, status, version },
      },
    ),
  ]);
}

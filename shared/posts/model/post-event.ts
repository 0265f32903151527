import type * as z from 'zod';
import type { EventDefinition } from '../../kernel/events/define-events.ts';
import type { Actor } from '../../kernel/events/event.ts';
import { recordEvent } from '../../kernel/events/event-items.ts';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import type { Distribution } from './distribution.ts';

/** The event of one distribution. */
export function postEvent<Definition extends EventDefinition>(
  actor: Actor,
  { tenantId, id }: Pick<Distribution, 'tenantId' | 'id'>,
  event: Definition,
  data: z.input<Definition['data']>,
): LabelledAction {
  return recordEvent<Definition['data']>(actor, event, { tenantId, entityId: id, data });
}

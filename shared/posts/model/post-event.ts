import type * as z from 'zod';
import type { EventDefinition } from '../../kernel/events/define-events.ts';
import type { Actor } from '../../kernel/events/event.ts';
import { recordEvent } from '../../kernel/events/event-items.ts';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import type { Attempt, Distribution } from './distribution.ts';

/** The event of one distribution. */
export function postEvent<Definition extends EventDefinition>(
  actor: Actor,
  { tenantId, id }: Pick<Distribution, 'tenantId' | 'id'>,
  event: Definition,
  data: z.input<Definition['data']>,
): LabelledAction {
  return recordEvent<Definition['data']>(actor, event, { tenantId, entityId: id, data });
}

/**
 * What the event of an attempt's end says of its course: neither the start of an attempt nor the end of its preparations
 * has an event of its own. Nothing where the record of the attempt is gone, or the post failed before one.
 */
export function courseOf(attempt: Attempt | undefined) {
  if (attempt === undefined) return {};
  const { number, preparedAt, startedAt } = attempt;
  return { attempt: number, ...(preparedAt !== undefined && { preparedAt }), startedAt };
}

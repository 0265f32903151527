import type { Actor } from '../../shared/kernel/events/event.ts';
import { newId } from '../../shared/kernel/ids.ts';

/** The person who runs an operator's command. */
export function operator(): Actor {
  const id = newId();
  return { actor: 'system:admin', correlationId: id, causationId: id };
}

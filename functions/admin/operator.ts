import type { Actor } from '../../shared/kernel/events/event.ts';
import { newId } from '../../shared/kernel/ids.ts';

/** Whoever has the credentials to run an operator's command. */
export function operator(): Actor {
  const id = newId();
  return { actor: 'system:admin', correlationId: id, causationId: id };
}

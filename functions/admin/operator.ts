import type { Actor } from '../../shared/domain/event.ts';
import { newId } from '../../shared/domain/ids.ts';

/** Whoever has the credentials to run an operator's command. */
export function operator(): Actor {
  const id = newId();
  return { actor: 'system:admin', correlationId: id, causationId: id };
}

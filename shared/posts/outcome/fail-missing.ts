import type { Actor } from '../../kernel/events/event.ts';
import type { Distribution } from '../model/distribution.ts';
import { failPost } from './fail-post.ts';

/** What a plan needs is gone for good, e.g. its platform: it fails and says so, instead of waiting for ever. */
export function failMissing(state: Distribution, what: string, actor: Actor): Promise<void> {
  const error = {
    class: 'NOT_FOUND',
    message: `The ${what} of this distribution is gone.`,
    remedy: 'Create a distribution for a connected platform.',
  } as const;
  return failPost(state, error, actor);
}

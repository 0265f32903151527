import type { Account } from '../../accounts/account.ts';
import type { PostAtRisk } from '../../accounts/account-view.ts';
import { firstHeldPosts, firstPostsFrom } from '../model/list-items.ts';

const SHOWN = 20;
const waiting = new Set(['scheduled', 'preparing']);

/** The posts that a refused account keeps from going out: those that are held already, and the next that are due. */
export async function postsAtRisk({ tenantId, id }: Account): Promise<PostAtRisk[]> {
  const [held, coming] = await Promise.all([
    firstHeldPosts(tenantId, id, SHOWN),
    firstPostsFrom(tenantId, id, { from: new Date().toISOString(), limit: SHOWN }),
  ]);
  const states = [...held, ...coming].filter(({ status }) => waiting.has(status));
  const byId = new Map(states.map((state) => [state.id, state]));
  return [...byId.values()].slice(0, SHOWN).map((state) => ({
    id: state.id,
    scheduledFor: state.scheduledFor ?? null,
    held: state.held !== undefined,
  }));
}

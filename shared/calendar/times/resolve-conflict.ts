import * as z from 'zod';
import type { Conflict } from './find-conflicts.ts';
import type { Proposal, Proposals } from './propose-times.ts';

/** What Herald does where the requested time has a conflict. Default: a limit warns; a taken or locked slot and the same text refuse. */
export const onConflictSchema = z.enum(['reject', 'next_free', 'override']);
export type OnConflict = z.infer<typeof onConflictSchema>;

type Settlement =
  /** `takesSlot` is false where the slot holds another post, which keeps it. */
  | { action: 'keep'; warnings: Conflict[]; takesSlot: boolean }
  | { action: 'move'; to: Proposal; because: Conflict[] }
  | { action: 'refuse'; conflicts: Conflict[]; proposals: Proposal[] };

/**
 * Decides on the conflicts of an asked time. `proposals` is only called where they are needed. "override" does not
 * lift the guard against the same text: that is `allowDuplicate`, which leaves the text out of the question.
 */
export function resolveConflict(
  conflicts: Conflict[],
  onConflict: OnConflict | undefined,
  proposals: () => Proposals,
): Settlement {
  const refuse = (): Settlement => ({ action: 'refuse', conflicts, proposals: proposals().nearest });
  if (conflicts.length === 0) return { action: 'keep', warnings: [], takesSlot: true };
  if (onConflict === 'reject') return refuse();
  if (onConflict === 'next_free') {
    const { next } = proposals();
    return next === undefined ? refuse() : { action: 'move', to: next, because: conflicts };
  }
  const bearable = (conflict: Conflict) =>
    conflict.kind === 'limit' || (conflict.kind === 'slot' && onConflict === 'override');
  if (!conflicts.every(bearable)) return refuse();
  return { action: 'keep', warnings: conflicts, takesSlot: !conflicts.some(({ code }) => code === 'slot_taken') };
}

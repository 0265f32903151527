import type { Account } from '../../accounts/account.ts';
import { HeraldError, missingScope } from '../../kernel/herald-error.ts';
import type { Asker } from '../../kernel/requests/request-context.ts';
import { mayUse } from '../../kernel/requests/scope.ts';
import type { Distribution } from '../model/distribution.ts';

type ApprovalRule = Pick<Account, 'requiresApproval' | 'allowsOwnApproval'>;

/**
 * Whether a plan that `asker` asks for must wait for another user's approval. `requestedBy` is who wrote the text or
 * asked for the plan before, as far as that is known; where it is not, the asker counts as the requester.
 *
 * @returns `free` where the platform asks for no approval; `given` where the asker's own word is one
 */
export function approvalFor(
  platform: ApprovalRule,
  asker: Asker,
  requestedBy: string | undefined,
): 'free' | 'given' | 'needed' {
  if (platform.requiresApproval !== true) return 'free';
  if (!mayUse(asker.scopes, 'approve')) return 'needed';
  const isOwn = (requestedBy ?? asker.principal) === asker.principal;
  return isOwn && platform.allowsOwnApproval !== true ? 'needed' : 'given';
}

/**
 * Holds where the asker may approve what waits. A post that asks because it is late, on a platform that needs no
 * approval, is anybody's who has the scope.
 *
 * @throws HeraldError `missing_scope`, `own_request`
 */
export function assertMayApprove(
  platform: ApprovalRule,
  asker: Asker,
  { id, requestedBy }: Pick<Distribution, 'id' | 'requestedBy'>,
): void {
  if (!mayUse(asker.scopes, 'approve')) throw missingScope(asker.scopes, 'approve');
  const isOwn = requestedBy === asker.principal;
  if (!isOwn || platform.requiresApproval !== true || platform.allowsOwnApproval === true) return;
  throw new HeraldError('own_request', `You asked for distribution ${id} yourself, so another user must approve it.`, {
    remedy: 'Have it approved with another key, or set "allowsOwnApproval" on the platform.',
  });
}

/** What a caller is told whose post waits now. */
export function approvalWarnings(
  platform: ApprovalRule,
  { id, status, scheduledFor }: Pick<Distribution, 'id' | 'status' | 'scheduledFor'>,
): { code: string; message: string }[] {
  if (platform.requiresApproval !== true || status !== 'publish_requested') return [];
  const when = scheduledFor === undefined ? 'at once when it is approved' : `at ${scheduledFor} if it is approved`;
  return [
    {
      code: 'needs_approval',
      message: `The platform needs an approval: the post goes out ${when}, with POST /api/v1/distributions/${id}/approve.`,
    },
  ];
}

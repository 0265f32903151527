import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Scope, scopes } from '../../../shared/kernel/requests/scope.ts';
import { approvalFor, assertMayApprove } from '../../../shared/posts/approval/approval.ts';
import { aDistribution } from '../../support/factories.ts';

const anyScopes = fc.uniqueArray(fc.constantFrom<Scope>(...scopes));
const anyone = fc.constantFrom('key:one', 'key:two');

describe('whether a plan needs an approval', () => {
  it('asks nobody where the platform asks for none', () => {
    fc.assert(
      fc.property(anyScopes, fc.option(anyone, { nil: undefined }), (owned, requestedBy) => {
        expect(approvalFor({}, { principal: 'key:one', scopes: owned }, requestedBy)).toBe('free');
      }),
    );
  });

  it('never takes the word of somebody without the scope, nor of the requester unless that is allowed', () => {
    fc.assert(
      fc.property(anyScopes, anyone, fc.option(anyone, { nil: undefined }), fc.boolean(), (owned, me, by, allowed) => {
        const platform = { requiresApproval: true, allowsOwnApproval: allowed };
        const answer = approvalFor(platform, { principal: me, scopes: owned }, by);
        const hasScope = owned.includes('approve') || owned.includes('admin');
        const isAnothers = by !== undefined && by !== me;
        expect(answer).toBe(hasScope && (isAnothers || allowed) ? 'given' : 'needed');
      }),
    );
  });

  it('counts whoever asks as the requester where nobody knows who is behind it', () => {
    expect(approvalFor({ requiresApproval: true }, { principal: 'key:one', scopes: ['approve'] }, undefined)).toBe(
      'needed',
    );
  });
});

describe('who may approve what waits', () => {
  const waits = aDistribution({ status: 'publish_requested', requestedBy: 'key:one' });
  const me = { principal: 'key:one', scopes: ['approve'] };

  it('is not the requester, unless the platform allows it or asks for no approval at all', () => {
    expect(() => assertMayApprove({ requiresApproval: true }, me, waits)).toThrow(/another user/);
    assertMayApprove({ requiresApproval: true, allowsOwnApproval: true }, me, waits);
    assertMayApprove({}, me, waits);
    assertMayApprove({ requiresApproval: true }, { ...me, principal: 'key:two' }, waits);
  });

  it('is nobody without the scope', () => {
    const publisher = { principal: 'key:two', scopes: ['read', 'write', 'publish'] };
    expect(() => assertMayApprove({}, publisher, waits)).toThrow(/scope "approve"/);
  });
});

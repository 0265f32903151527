import { ACCOUNT_ID } from '../identity.ts';
import { type ConditionContext, evaluateConditions } from './conditions.ts';
import { asList, type PolicyDocument, type PolicyStatement, type PrincipalElement } from './policy-document.ts';
import { matchesWildcard } from './wildcards.ts';

export type Principal = { roleArn: string } | { service: string };

export interface AccessRequest {
  action: string;
  resource: string;
  context: ConditionContext;
  principal: Principal;
}

export interface Verdict {
  decision: 'allowed' | 'denied' | 'unmentioned';
  /** What the local cloud couldn't judge and therefore read the strict way. */
  notes: string[];
}

/** What a set of policies says about a request: an explicit Deny wins over every Allow. */
export function evaluatePolicies(policies: PolicyDocument[], request: AccessRequest): Verdict {
  const notes: string[] = [];
  let decision: Verdict['decision'] = 'unmentioned';
  for (const statement of policies.flatMap((policy) => asList(policy.Statement))) {
    if (!concerns(statement, request)) continue;
    const { met, unknown } = evaluateConditions(statement.Condition, request.context);
    if (unknown) notes.push(`the local cloud does not know the ${unknown}`);
    if (statement.Effect === 'Deny' && (met || unknown)) return { decision: 'denied', notes };
    if (statement.Effect === 'Allow' && met) decision = 'allowed';
  }
  return { decision, notes };
}

function concerns(statement: PolicyStatement, { action, resource, principal }: AccessRequest): boolean {
  if (statement.Principal !== undefined && !names(statement.Principal, principal, statement.Effect)) return false;

  const named = statement.NotAction ?? statement.Action;
  const actionNamed = asList(named).some((pattern) => matchesWildcard(pattern, action, 'i'));
  if (actionNamed === (statement.NotAction !== undefined)) return false;

  const resources = statement.NotResource ?? statement.Resource;
  // A trust policy has no resource: the role itself is meant.
  if (resources === undefined) return true;
  const resourceNamed = asList(resources).some((pattern) => matchesWildcard(pattern, resource));
  return resourceNamed !== (statement.NotResource !== undefined);
}

function names(element: PrincipalElement, principal: Principal, effect: PolicyStatement['Effect']): boolean {
  if (element === '*') return true;
  const accounts = asList(element.AWS);
  if (accounts.includes('*')) return true;
  if ('service' in principal) return asList(element.Service).includes(principal.service);

  if (accounts.includes(principal.roleArn)) return true;
  // An Allow for the account only leaves the decision to the roles' own policies; a Deny for it hits every role.
  const wholeAccount = [ACCOUNT_ID, `arn:aws:iam::${ACCOUNT_ID}:root`];
  return effect === 'Deny' && accounts.some((account) => wholeAccount.includes(account));
}

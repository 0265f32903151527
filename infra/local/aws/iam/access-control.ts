import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { serviceOf } from '../arns.ts';
import { AwsError } from '../aws-error.ts';
import { ACCOUNT_ID, REGION } from '../identity.ts';
import { evaluateConditions } from './conditions.ts';
import { evaluatePolicies, type Principal, type Verdict } from './evaluate-policy.ts';
import { GrantStore, type Role } from './grant-store.ts';
import type { PolicyDocument } from './policy-document.ts';
import type { RequiredPermission } from './required-permission.ts';

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
}

export type Caller = 'admin' | { roleArn: string };

/** An AWS service that acts for a resource of the template, e.g. Scheduler for a schedule group. */
export interface ActingService {
  service: string;
  sourceArn: string;
}

/** Who may do what: the roles and resource policies of the template, and the access keys of this process. */
export class AccessControl {
  readonly admin = newCredentials();
  readonly #grants: GrantStore;
  readonly #log: (line: string) => void;
  readonly #callers = new Map<string, Caller>([[this.admin.accessKeyId, 'admin']]);
  readonly #credentials = new Map<string, Credentials>();

  constructor(database: DatabaseSync, log: (line: string) => void) {
    this.#grants = new GrantStore(database);
    this.#log = log;
  }

  registerRole(role: Role): Credentials {
    this.#grants.putRole(role);
    const known = this.#credentials.get(role.roleArn);
    if (known) return known;

    const credentials = newCredentials();
    this.#credentials.set(role.roleArn, credentials);
    this.#callers.set(credentials.accessKeyId, { roleArn: role.roleArn });
    return credentials;
  }

  setResourcePolicy(resourceArn: string, policy: PolicyDocument): void {
    this.#grants.putResourcePolicy(resourceArn, policy);
  }

  callerOf(accessKeyId: string): Caller | undefined {
    return this.#callers.get(accessKeyId);
  }

  /** @throws AwsError AccessDeniedException for the first permission that the caller lacks */
  require(caller: Caller, needed: RequiredPermission[]): void {
    if (caller === 'admin') return;
    for (const permission of needed) {
      const refusal = this.#refusalForRole(caller.roleArn, permission);
      if (!refusal) continue;
      this.#log(`refused: ${refusal}`);
      throw new AwsError('AccessDeniedException', refusal, 403);
    }
  }

  /** Whether the role exists and lets the service act as it. */
  trusts(roleArn: string, by: ActingService): boolean {
    const role = this.#grants.role(roleArn);
    if (!role?.trustedServices.includes(by.service)) return false;
    return evaluateConditions(role.trustConditions, contextOf(by)).met;
  }

  /** Why the service may not do this as that role; `undefined` when it may. */
  refusalForServiceAs(roleArn: string, by: ActingService, permission: RequiredPermission): string | undefined {
    if (!this.trusts(roleArn, by)) return `${by.service} can't assume ${roleArn}: its trust policy does not allow it`;
    return this.#refusalForRole(roleArn, permission);
  }

  /** Why a service may not do this on its own behalf: only the resource's own policy can allow it. */
  refusalForService(by: ActingService, permission: RequiredPermission): string | undefined {
    const verdict = this.#byResourcePolicy({ service: by.service }, permission, contextOf(by));
    if (verdict.decision === 'allowed') return undefined;
    const reason =
      verdict.decision === 'denied'
        ? 'with an explicit deny in a resource-based policy'
        : `because no resource-based policy allows the ${permission.action} action`;
    return refusalText(`${by.service} (${by.sourceArn})`, permission, reason, verdict.notes);
  }

  #refusalForRole(roleArn: string, permission: RequiredPermission): string | undefined {
    const context = { 'aws:PrincipalArn': roleArn, 'aws:PrincipalAccount': ACCOUNT_ID };
    const principal = { roleArn };
    const identity = evaluatePolicies(this.#grants.role(roleArn)?.policies ?? [], {
      ...permission,
      principal,
      context: { ...baseContext(permission), ...context },
    });
    const resource = this.#byResourcePolicy(principal, permission, context);
    const notes = [...identity.notes, ...resource.notes];

    if (identity.decision === 'denied') {
      return refusalText(roleArn, permission, 'with an explicit deny in an identity-based policy', notes);
    }
    if (resource.decision === 'denied') {
      return refusalText(roleArn, permission, 'with an explicit deny in a resource-based policy', notes);
    }
    if (identity.decision === 'allowed' || resource.decision === 'allowed') return undefined;
    const reason = `because no identity-based policy allows the ${permission.action} action`;
    return refusalText(roleArn, permission, reason, notes);
  }

  #byResourcePolicy(principal: Principal, permission: RequiredPermission, context: Record<string, string>): Verdict {
    const policy = this.#grants.resourcePolicy(policyHolder(permission.resource));
    if (!policy) return { decision: 'unmentioned', notes: [] };
    return evaluatePolicies([policy], {
      ...permission,
      principal,
      context: { ...baseContext(permission), ...context },
    });
  }
}

// Traffic to this machine's loopback counts as encrypted, as it would be on AWS.
const baseContext = (permission: RequiredPermission) => ({
  'aws:SecureTransport': 'true',
  's3:TlsVersion': '1.3',
  'aws:RequestedRegion': REGION,
  ...permission.context,
});

const contextOf = (by: ActingService) => ({ 'aws:SourceArn': by.sourceArn, 'aws:SourceAccount': ACCOUNT_ID });

/** A bucket's policy governs its objects too. */
const policyHolder = (resource: string) => (serviceOf(resource) === 's3' ? (resource.split('/')[0] ?? '') : resource);

function refusalText(user: string, { action, resource }: RequiredPermission, reason: string, notes: string[]): string {
  const text = `User: ${user} is not authorized to perform: ${action} on resource: ${resource} ${reason}`;
  return notes.length === 0 ? text : `${text} (${[...new Set(notes)].join('; ')})`;
}

function newCredentials(): Credentials {
  return {
    accessKeyId: `AKIA${randomBytes(8).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString('base64url'),
  };
}

import type { PolicyDocument } from '../aws/open-aws.ts';
import type { EventSourceMapping } from '../event-sources/mappings.ts';
import type { ApiDefinition } from '../http/api-definition.ts';
import type { AsyncSettings, FunctionDefinition } from '../lambda/function-definition.ts';

/** A role, complete only when all policies of the template have been read. */
export interface RoleDefinition {
  roleArn: string;
  trustedServices: string[];
  trustConditions?: unknown;
  policies: PolicyDocument[];
}

export interface RuleTargetFunction {
  ruleArn: string;
  functionArn: string;
  place: { stack: string; logicalId: string; type: string };
}

/** What the template says about the parts that have no service of their own here: roles, functions, triggers, the API. */
export class Blueprint {
  readonly tableNames: string[] = [];
  /** By name. */
  readonly roles = new Map<string, RoleDefinition>();
  /** The following by the function's ARN. */
  readonly functions = new Map<string, FunctionDefinition>();
  readonly functionPolicies = new Map<string, PolicyDocument>();
  readonly asyncSettings = new Map<string, AsyncSettings>();
  readonly mappings: EventSourceMapping[] = [];
  readonly ruleTargets: RuleTargetFunction[] = [];
  /** Names of all rules by bus, to find those that the template no longer has. */
  readonly rules = new Map<string, Set<string>>();
  api: ApiDefinition | undefined;
}

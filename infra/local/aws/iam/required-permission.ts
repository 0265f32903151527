import type { ConditionContext } from './conditions.ts';

/** One action on one resource that IAM must allow before a call goes through. */
export interface RequiredPermission {
  action: string;
  resource: string;
  /** Condition keys that this call sets, such as `dynamodb:LeadingKeys`. */
  context?: ConditionContext;
}

/** A policy as a template holds it, with all references already resolved to text. */
export interface PolicyDocument {
  Version?: string;
  Statement: PolicyStatement | PolicyStatement[];
}

export interface PolicyStatement {
  Sid?: string;
  Effect: 'Allow' | 'Deny';
  Action?: string | string[];
  NotAction?: string | string[];
  Resource?: string | string[];
  NotResource?: string | string[];
  /** Only in resource policies. */
  Principal?: PrincipalElement;
  Condition?: ConditionBlock;
}

export type PrincipalElement = '*' | Record<string, string | string[]>;

/** Operator, then context key, then the values of which one must hold. */
export type ConditionBlock = Record<string, Record<string, unknown>>;

export const asList = <T>(value: T | T[] | undefined): T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

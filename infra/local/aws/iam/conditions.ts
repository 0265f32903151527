import { asList, type ConditionBlock } from './policy-document.ts';
import { matchesArn, matchesWildcard } from './wildcards.ts';

/** The condition keys of a request with their values. A key that isn't there is absent from the request. */
export type ConditionContext = Record<string, string | string[]>;

export interface ConditionOutcome {
  met: boolean;
  /** An operator or key that the local cloud can't judge; the statement must then be read the strict way. */
  unknown?: string;
}

/** Keys that some call of the local cloud sets. Any other key in a policy can't be judged here. */
const KNOWN_KEYS = new Set(
  [
    'aws:PrincipalAccount',
    'aws:PrincipalArn',
    'aws:RequestedRegion',
    'aws:SecureTransport',
    'aws:SourceAccount',
    'aws:SourceArn',
    'dynamodb:EnclosingOperation',
    'dynamodb:LeadingKeys',
    'iam:PassedToService',
    's3:TlsVersion',
  ].map((key) => key.toLowerCase()),
);

type Comparison = (value: string, wanted: string) => boolean;

const COMPARISONS: Record<string, Comparison> = {
  StringEquals: (value, wanted) => value === wanted,
  StringEqualsIgnoreCase: (value, wanted) => value.toLowerCase() === wanted.toLowerCase(),
  StringLike: (value, wanted) => matchesWildcard(wanted, value),
  ArnEquals: (value, wanted) => matchesArn(wanted, value),
  ArnLike: (value, wanted) => matchesArn(wanted, value),
  Bool: (value, wanted) => value.toLowerCase() === wanted.toLowerCase(),
  NumericEquals: (value, wanted) => Number(value) === Number(wanted),
  NumericLessThan: (value, wanted) => Number(value) < Number(wanted),
  NumericLessThanEquals: (value, wanted) => Number(value) <= Number(wanted),
  NumericGreaterThan: (value, wanted) => Number(value) > Number(wanted),
  NumericGreaterThanEquals: (value, wanted) => Number(value) >= Number(wanted),
};

const OPERATOR = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/;
const NEGATED = /^(String|Arn|Numeric)Not/;

/** All operators and keys of a block must hold; of the values of one key, one must. */
export function evaluateConditions(block: ConditionBlock | undefined, context: ConditionContext): ConditionOutcome {
  const values = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), asList(value)]));
  let met = true;
  for (const [operator, keys] of Object.entries(block ?? {})) {
    const judge = operatorOf(operator);
    if (!judge) return { met: false, unknown: `condition operator ${operator}` };
    for (const [key, wanted] of Object.entries(keys)) {
      if (!KNOWN_KEYS.has(key.toLowerCase())) return { met: false, unknown: `condition key ${key}` };
      met &&= judge(values.get(key.toLowerCase()), asList(wanted).map(String));
    }
  }
  return { met };
}

function operatorOf(text: string): ((values: string[] | undefined, wanted: string[]) => boolean) | undefined {
  const [, quantifier, name = '', ifExists] = OPERATOR.exec(text) ?? [];
  if (name === 'Null') return (values, wanted) => wanted.includes(String(values === undefined));

  const negated = NEGATED.test(name);
  const compare = COMPARISONS[name.replace(NEGATED, '$1')];
  if (!compare) return undefined;

  const holds = (value: string, wanted: string[]) => wanted.some((one) => compare(value, one)) !== negated;
  return (values, wanted) => {
    if (quantifier === 'ForAnyValue') return values?.some((value) => holds(value, wanted)) ?? ifExists !== undefined;
    // AWS: a missing key satisfies ForAllValues, ...IfExists and every negated operator.
    if (values === undefined) return quantifier === 'ForAllValues' || ifExists !== undefined || negated;
    return values.every((value) => holds(value, wanted));
  };
}

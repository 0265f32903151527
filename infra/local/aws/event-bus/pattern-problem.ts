import { isFields, OPERATOR_NAMES } from './event-pattern.ts';

/** What is wrong with a parsed event pattern, or `undefined`. An operator that the local cloud does not know is wrong too. */
export function patternProblem(pattern: unknown, at = 'the pattern'): string | undefined {
  if (!isFields(pattern) || Object.keys(pattern).length === 0) return `${at} must be an object with fields`;
  for (const [name, wanted] of Object.entries(pattern)) {
    const problem = name === '$or' ? unknownOperator('$or', at) : fieldProblem(wanted, `"${name}"`);
    if (problem) return problem;
  }
  return undefined;
}

function fieldProblem(wanted: unknown, at: string): string | undefined {
  if (isFields(wanted)) return patternProblem(wanted, at);
  if (!Array.isArray(wanted) || wanted.length === 0) return `${at} must be an object or a list with values`;
  for (const value of wanted) {
    if (Array.isArray(value)) return `${at} must not hold a list in a list`;
    const problem = isFields(value) ? operatorProblem(value, at) : undefined;
    if (problem) return problem;
  }
  return undefined;
}

function operatorProblem(operator: Record<string, unknown>, at: string): string | undefined {
  const [[name = '', operand] = [], ...others] = Object.entries(operator);
  if (others.length > 0) return `${at} must have one operator in each object`;
  if (!OPERATOR_NAMES.includes(name)) return unknownOperator(name, at);
  if (name === 'exists') return typeof operand === 'boolean' ? undefined : `exists of ${at} must be true or false`;
  return typeof operand === 'string'
    ? undefined
    : `${name} of ${at} must be a text (the local cloud knows no other operand)`;
}

const unknownOperator = (name: string, at: string) =>
  `the local cloud does not know the operator ${name} of ${at}, only ${OPERATOR_NAMES.join(' and ')}`;

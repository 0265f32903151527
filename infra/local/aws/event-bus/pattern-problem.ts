import { isFields } from './event-pattern.ts';
import { NUMBER_COMPARISONS, type Operator, TEXT_OPERATORS } from './pattern-operators.ts';

/** What is wrong with a parsed event pattern, or `undefined`. An operator that can't be judged here is wrong too. */
export function patternProblem(pattern: unknown, at = 'the pattern'): string | undefined {
  if (!isFields(pattern) || Object.keys(pattern).length === 0) return `${at} must be an object with fields`;
  for (const [name, wanted] of Object.entries(pattern)) {
    const problem = name === '$or' ? alternativesProblem(wanted, at) : fieldProblem(wanted, `"${name}"`);
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

function alternativesProblem(alternatives: unknown, at: string): string | undefined {
  if (!Array.isArray(alternatives) || alternatives.length < 2) return `$or of ${at} must list at least two patterns`;
  return alternatives.map((alternative) => patternProblem(alternative, '$or')).find(Boolean);
}

function operatorProblem(operator: Operator, at: string): string | undefined {
  const [[name = '', operand] = [], ...others] = Object.entries(operator);
  if (others.length > 0) return `${at} must have one operator in each object`;
  if (name === 'exists') return typeof operand === 'boolean' ? undefined : `exists of ${at} must be true or false`;
  if (name === 'numeric') return isRange(operand) ? undefined : `numeric of ${at} must be like [">=", 0, "<", 10]`;
  if (name === 'anything-but') return anythingButProblem(operand, at);
  if (!TEXT_OPERATORS.includes(name)) return `${at} has the operator ${name}, which is not known here`;
  const text = isFields(operand) ? operand['equals-ignore-case'] : operand;
  return typeof text === 'string' ? undefined : `${name} of ${at} must be a text`;
}

function anythingButProblem(operand: unknown, at: string): string | undefined {
  if (!isFields(operand)) return operand === undefined ? `anything-but of ${at} must have a value` : undefined;
  const [name = '', ...others] = Object.keys(operand);
  if (others.length === 0 && TEXT_OPERATORS.includes(name)) return undefined;
  return `anything-but of ${at} must have one of ${TEXT_OPERATORS.join(', ')}`;
}

const isRange = (operand: unknown): boolean =>
  Array.isArray(operand) &&
  operand.length >= 2 &&
  operand.length % 2 === 0 &&
  operand.every((part, index) => (index % 2 === 0 ? NUMBER_COMPARISONS.includes(part) : typeof part === 'number'));

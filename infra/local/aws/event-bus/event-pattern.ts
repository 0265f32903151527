import { matchesOperator, type Operator } from './pattern-operators.ts';

type Fields = Record<string, unknown>;

/**
 * Whether an event matches an EventBridge pattern. Lambda's event source filters use the same language.
 *
 * All fields of the pattern must match; of the values of one field, one must. A field that is a list in the event
 * matches when one of its elements does.
 *
 * @param pattern as parsed JSON; check it with `patternProblem` first
 */
export function matchesPattern(pattern: unknown, value: unknown): boolean {
  return matchesFields(pattern as Fields, value);
}

function matchesFields(pattern: Fields, value: unknown): boolean {
  if (Array.isArray(value)) return value.some((element) => matchesFields(pattern, element));
  const fields = isFields(value) ? value : {};
  return Object.entries(pattern).every(([name, wanted]) => {
    if (name === '$or') return (wanted as Fields[]).some((alternative) => matchesFields(alternative, value));
    if (Array.isArray(wanted)) return matchesLeaf(wanted, fields[name]);
    return matchesFields(wanted as Fields, fields[name]);
  });
}

function matchesLeaf(alternatives: unknown[], value: unknown): boolean {
  const candidates = Array.isArray(value) ? value : [value];
  return alternatives.some((wanted) => {
    if (isFields(wanted)) return matchesOperator(wanted as Operator, value, candidates);
    return candidates.some((candidate) => candidate === wanted);
  });
}

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

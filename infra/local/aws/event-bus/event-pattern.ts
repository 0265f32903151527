type Fields = Record<string, unknown>;

/** One operator with its operand, e.g. `{ prefix: 'herald.' }`. */
type Operator = Record<string, unknown>;

/**
 * The operators that the template and its filters use; EventBridge has more. To add one: a line here, its operand in
 * `pattern-problem.ts`, its cases in `event-pattern.test.ts`.
 */
const OPERATORS: Record<string, (operand: unknown, field: unknown, candidates: unknown[]) => boolean> = {
  prefix: (operand, _field, candidates) =>
    candidates.some((candidate) => typeof candidate === 'string' && candidate.startsWith(String(operand))),
  // An object is not a value: `exists` sees only the ends of the tree.
  exists: (operand, field) => (field !== undefined && !isFields(field)) === operand,
};

export const OPERATOR_NAMES = Object.keys(OPERATORS);

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
  return Object.entries(pattern).every(([name, wanted]) =>
    Array.isArray(wanted) ? matchesLeaf(wanted, fields[name]) : matchesFields(wanted as Fields, fields[name]),
  );
}

function matchesLeaf(alternatives: unknown[], value: unknown): boolean {
  const candidates = Array.isArray(value) ? value : [value];
  return alternatives.some((wanted) =>
    isFields(wanted) ? matchesOperator(wanted, value, candidates) : candidates.includes(wanted),
  );
}

function matchesOperator(operator: Operator, field: unknown, candidates: unknown[]): boolean {
  const [[name = '', operand] = []] = Object.entries(operator);
  return OPERATORS[name]?.(operand, field, candidates) ?? false;
}

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

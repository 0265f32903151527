/** One operator with its operand, e.g. `{ prefix: 'herald.' }`. */
export type Operator = Record<string, unknown>;

type TextTest = (value: string, operand: string) => boolean;

const TEXT_TESTS: Record<string, TextTest> = {
  prefix: (value, operand) => value.startsWith(operand),
  suffix: (value, operand) => value.endsWith(operand),
  'equals-ignore-case': (value, operand) => value.toLowerCase() === operand.toLowerCase(),
  wildcard: (value, operand) => wildcardExpression(operand).test(value),
};

export const TEXT_OPERATORS = Object.keys(TEXT_TESTS);

const NUMBER_TESTS: Record<string, (value: number, operand: number) => boolean> = {
  '=': (value, operand) => value === operand,
  '<': (value, operand) => value < operand,
  '<=': (value, operand) => value <= operand,
  '>': (value, operand) => value > operand,
  '>=': (value, operand) => value >= operand,
};

export const NUMBER_COMPARISONS = Object.keys(NUMBER_TESTS);

/**
 * @param field what the event holds in the field; `undefined` when it has no such field
 * @param candidates the elements when the field is a list, else the field alone
 */
export function matchesOperator(operator: Operator, field: unknown, candidates: unknown[]): boolean {
  const [[name, operand] = []] = Object.entries(operator);
  // An object isn't a value: `exists` sees only the ends of the tree.
  if (name === 'exists') return (field !== undefined && !isObject(field)) === operand;
  if (field === undefined) return false;
  if (name === 'anything-but') return candidates.some((candidate) => isAnythingBut(operand, candidate));
  if (name === 'numeric') return candidates.some((candidate) => isInRange(operand as unknown[], candidate));
  return candidates.some((candidate) => passesTextTest(name ?? '', operand, candidate));
}

function passesTextTest(name: string, operand: unknown, candidate: unknown): boolean {
  // { prefix: { 'equals-ignore-case': 'he' } }, and the same for suffix.
  if (isObject(operand)) {
    const ignoringCase = String(Object.values(operand)[0]).toLowerCase();
    return typeof candidate === 'string' && passesTextTest(name, ignoringCase, candidate.toLowerCase());
  }
  return typeof candidate === 'string' && (TEXT_TESTS[name]?.(candidate, String(operand)) ?? false);
}

/** The operand is a value, a list of values, or one text operator with a text or a list of them. */
function isAnythingBut(operand: unknown, candidate: unknown): boolean {
  if (Array.isArray(operand)) return !operand.includes(candidate);
  if (!isObject(operand)) return candidate !== operand;
  const [[name = '', texts] = []] = Object.entries(operand);
  return ![texts].flat().some((text) => passesTextTest(name, text, candidate));
}

/** The operand alternates comparisons and numbers, e.g. `['>=', 0, '<', 100]`. */
function isInRange(operand: unknown[], candidate: unknown): boolean {
  if (typeof candidate !== 'number') return false;
  for (let index = 0; index < operand.length; index += 2) {
    const compare = NUMBER_TESTS[String(operand[index])];
    if (!compare?.(candidate, Number(operand[index + 1]))) return false;
  }
  return true;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function wildcardExpression(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+?^${}()|[\]]/g, '\\$&')
    .replace(/\\\*|\*/g, (star) => (star === '*' ? '.*' : star));
  return new RegExp(`^${source}$`, 's');
}

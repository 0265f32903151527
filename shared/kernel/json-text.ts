import type { ContentProblem } from './problem.ts';
import { pointerOf } from './schema-sentences.ts';

/** So many are told at once; a text that was cut in one place was mostly cut in many. */
const MAX_PROBLEMS = 20;

/**
 * What is wrong with the texts and names of a JSON value and no schema says: half of a character, which the table and
 * each platform would turn into another one, and the name `__proto__`, which schemas leave out without a word.
 */
export function jsonTextProblems(value: unknown): ContentProblem[] {
  const problems: ContentProblem[] = [];
  const visit = (one: unknown, path: string[]): void => {
    if (problems.length >= MAX_PROBLEMS) return;
    if (typeof one === 'string' && !one.isWellFormed()) problems.push(halfCharacter(pointerOf(path)));
    if (typeof one !== 'object' || one === null) return;
    for (const [name, inner] of Object.entries(one)) {
      const place = [...path, name];
      if (name === '__proto__') problems.push(unknownField(pointerOf(place)));
      else if (!name.isWellFormed()) problems.push(halfCharacter(pointerOf(place).toWellFormed()));
      else visit(inner, place);
    }
  };
  visit(value, []);
  return problems;
}

/** Said of it wherever it is found, so that a text in a body and one in a file are refused alike. */
export function halfCharacter(field: string): ContentProblem {
  return {
    field,
    code: 'half_character',
    message: `${field === '' ? 'The text' : field} has half of a character (a lone surrogate).`,
    remedy: 'Cut texts between characters, not inside of one.',
  };
}

function unknownField(field: string): ContentProblem {
  return {
    field,
    code: 'unknown_field',
    message: 'There is no field "__proto__" here.',
    remedy: 'Leave it out, or check how it is written.',
  };
}

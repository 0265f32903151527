import { isFoundTime } from '../calendar/times/found-time.ts';
import type { ContentProblem } from '../kernel/problem.ts';
import { contentHash, TEXT_WINDOW_MS } from '../posts/model/content-hash-items.ts';
import { contentOfInput } from '../posts/planning/check-fields.ts';
import type { ImportFormat } from './import.ts';
import type { GoodRow } from './rows/good-row.ts';
import { atLine, type ImportProblem } from './rows/row-problem.ts';

interface Repeat {
  line: number;
  problem: ImportProblem;
}

/**
 * Rows that say again what a row before them says: the same key, or the same text on the same platform within 24 hours
 * (or both without a time) where the row does not allow it. They would be refused one by one as they are created. A time
 * that has yet to be found will be a day away from the same text.
 */
export function findRepeats(rows: GoodRow[], format: ImportFormat): Repeat[] {
  const keys = new Map<string, number>();
  const texts = new Map<string, GoodRow[]>();
  return rows.flatMap((row): Repeat[] => {
    const { line, input } = row;
    const known = input.key === undefined ? undefined : keys.get(input.key);
    if (known !== undefined) {
      const message = `Line ${known} has the key "${input.key}" too.`;
      const problem: ContentProblem = {
        field: '/key',
        code: 'duplicate_key',
        message,
        remedy: 'Give each post another key.',
      };
      return [{ line, problem: atLine(line, problem, format) }];
    }
    if (input.key !== undefined) keys.set(input.key, line);
    if (input.allowDuplicate || isFoundTime(input.scheduledFor)) return [];
    const name = `${input.platformId} ${contentHash(contentOfInput(input))}`;
    const before = texts.get(name) ?? [];
    const twin = before.find((other) => isNear(other.at, row.at));
    if (twin === undefined) {
      texts.set(name, [...before, row]);
      return [];
    }
    const message = `Line ${twin.line} has the same text for the same platform within 24 hours.`;
    const remedy = 'Leave one of them out, change the text, or set allowDuplicate to true.';
    return [{ line, problem: atLine(line, { field: '/body', code: 'duplicate_row', message, remedy }, format) }];
  });
}

function isNear(one: number | undefined, other: number | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return Math.abs(one - other) <= TEXT_WINDOW_MS;
}

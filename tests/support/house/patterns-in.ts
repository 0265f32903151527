import { stripTypeScriptTypes } from 'node:module';
import { parse } from 'acorn';

/** A regular expression as a file writes it. */
export interface Pattern {
  line: number;
  source: string;
  flags: string;
}

interface Node {
  type: string;
  start: number;
  end: number;
  regex?: { pattern: string; flags: string };
  callee?: { name?: string };
  arguments?: { type: string; value?: unknown }[];
}

/**
 * The regular expressions of one file: literals, and `RegExp` of a text that stands there. `made` are the lines of those
 * that are put together at run time, which nobody can judge beforehand.
 */
export function patternsIn(file: string, text: string): { patterns: Pattern[]; made: number[] } {
  // Types become blanks, so that every place stays where it is.
  const code = file.endsWith('.ts') ? stripTypeScriptTypes(text) : text;
  const patterns: Pattern[] = [];
  const made: number[] = [];
  const lineOf = (at: number) => code.slice(0, at).split('\n').length;
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof RegExp) return;
    const node = value as Node;
    if (node.type === 'Literal' && node.regex !== undefined) {
      patterns.push({ line: lineOf(node.start), source: node.regex.pattern, flags: node.regex.flags });
      return;
    }
    if ((node.type === 'NewExpression' || node.type === 'CallExpression') && node.callee?.name === 'RegExp') {
      const [source, flags] = node.arguments ?? [];
      if (typeof source?.value !== 'string') made.push(lineOf(node.start));
      else patterns.push({ line: lineOf(node.start), source: source.value, flags: String(flags?.value ?? '') });
    }
    Object.values(node).forEach(visit);
  };
  visit(parse(code, { ecmaVersion: 'latest', sourceType: 'module' }));
  return { patterns, made };
}

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UsageError } from './usage-error.ts';

export const projectRoot = join(import.meta.dirname, '../..');

/** A new file, or an edit of one that is there. */
export type Change = { path: string; text: string } | { path: string; edit: (before: string) => string };

/** A skeleton, with `{{word}}` replaced by the word's value. */
export function skeleton(file: string, words: Record<string, string>): string {
  const text = readFileSync(join(import.meta.dirname, 'skeletons', `${file}.txt`), 'utf8');
  return text.replaceAll(/\{\{(\w+)\}\}/g, (_, word: string) => {
    const value = words[word];
    if (value === undefined) throw new Error(`The skeleton ${file} asks for {{${word}}}, which nobody gives.`);
    return value;
  });
}

/** Writes everything, or nothing where a new file is there already or an edit fails. Then formats what it wrote. */
export function applyChanges(changes: Change[]): string[] {
  const written = changes.map((change) => {
    const path = join(projectRoot, change.path);
    if ('edit' in change) return { path, text: editOf(change.path, path, change.edit) };
    if (existsSync(path))
      throw new UsageError(`${change.path} is there already. Choose another name, or delete it first.`);
    return { path, text: change.text };
  });
  for (const { path, text } of written) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  format(written.map(({ path }) => path).filter((path) => /\.(ts|json)$/.test(path)));
  return changes.map(({ path }) => path);
}

function editOf(name: string, path: string, edit: (before: string) => string): string {
  const before = readFileSync(path, 'utf8');
  const after = edit(before);
  if (after === before) throw new Error(`${name} does not look as this generator knows it. Change it by hand.`);
  return after;
}

/** Line lengths and the order of imports are Biome's, so that edits need not care. */
function format(paths: string[]): void {
  const biome = join(projectRoot, 'node_modules/@biomejs/biome/bin/biome');
  execFileSync(process.execPath, [biome, 'check', '--write', ...paths], { cwd: projectRoot, stdio: 'pipe' });
}

/** Puts `line` before the first place where `anchor` begins, behind `from` where it is given. */
export function insertBefore(text: string, anchor: string, line: string, from = ''): string {
  const start = text.indexOf(from);
  const place = start === -1 ? -1 : text.indexOf(anchor, start + from.length);
  return place === -1 ? text : text.slice(0, place) + line + text.slice(place);
}

/** Imports `names` from `module`, in the import that is there or in a new one. */
export function withImport(text: string, names: string[], module: string): string {
  const quoted = module.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  const existing = new RegExp(`import \\{([^}]*)\\} from '${quoted}';`).exec(text);
  if (existing === null) return `import { ${names.join(', ')} } from '${module}';\n${text}`;
  const known = existing[1]!
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const all = [...new Set([...known, ...names])];
  return text.replace(existing[0], `import { ${all.join(', ')} } from '${module}';`);
}

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, sep } from 'node:path';
import { checkSync } from 'recheck';
import recheck from 'recheck/package.json' with { type: 'json' };
import { type Pattern, patternsIn } from './house/patterns-in.ts';

/**
 * Part of `npm run lint`: the time of each regular expression grows with its text and no faster, whatever the text is. A
 * text may be a stranger's, and while one pattern runs, nobody's post goes out. Each pattern is judged once; what is
 * known to be linear is kept beside the packages.
 */
const KNOWN = 'node_modules/.cache/herald/linear-patterns.json';
const TIMEOUT_MS = 20_000;

/** Files that make a pattern at run time, of words that stand in the same file alone. */
const madeOfOwnWords = ['shared/calendar/rules/recurrence-rule.ts'];

interface Found extends Pattern {
  file: string;
}

const files = ['shared', 'functions', 'infra'].flatMap((root) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((name) => `${root}/${name.split(sep).join('/')}`)
    .filter((name) => /\.(ts|mjs)$/.test(name)),
);
const problems: string[] = [];
const patterns = files.flatMap((file): Found[] => {
  const found = patternsIn(file, readFileSync(file, 'utf8'));
  if (!madeOfOwnWords.includes(file)) {
    for (const line of found.made) {
      problems.push(
        `${file}:${line} makes a pattern at run time: nobody can judge it. Write it down, or compare texts.`,
      );
    }
  }
  return found.patterns.map((pattern) => ({ ...pattern, file }));
});

const idOf = ({ source, flags }: Pattern) => createHash('sha256').update(`${flags} ${source}`).digest('hex');
const known = new Set(readKnown());
for (const pattern of patterns) {
  const id = idOf(pattern);
  if (known.has(id)) continue;
  const { source, flags, file, line } = pattern;
  const result = checkSync(source, flags, { timeout: TIMEOUT_MS, randomSeed: 1 });
  if (result.status === 'safe') {
    known.add(id);
    continue;
  }
  const why =
    result.status === 'vulnerable'
      ? `takes ${result.complexity.summary} time, e.g. on ${result.attack.pattern}`
      : `cannot be judged (${result.error.kind})`;
  problems.push(`${file}:${line} /${source}/${flags} ${why}.`);
}
mkdirSync(dirname(KNOWN), { recursive: true });
writeFileSync(KNOWN, JSON.stringify({ version: recheck.version, known: [...known] }));

for (const problem of problems) process.stderr.write(`${problem}\n`);
process.stdout.write(`patterns: ${patterns.length}, ${problems.length} problems\n`);
process.exitCode = problems.length === 0 ? 0 : 1;

/** Another version may judge otherwise. */
function readKnown(): string[] {
  try {
    const { version, known: ids } = JSON.parse(readFileSync(KNOWN, 'utf8')) as { version: string; known: string[] };
    return version === recheck.version ? ids : [];
  } catch {
    return [];
  }
}

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/**
 * Part of `npm run lint`: each file that a document names exists. A path is whole, from the top of the repository; a name
 * alone (`rules.ts`) is no path and is left out.
 */
const documents = execFileSync('git', ['ls-files', '*.md'], { encoding: 'utf8' })
  .split('\n')
  .filter((file) => file !== '' && existsSync(file));

const named = /(?<![\w/])((?:shared|functions|infra|tests|docs|tools)\/[\w./-]*[\w/])/g;
/** Written by the project's commands. */
const made = ['cdk-outputs.json'];

const problems = documents.flatMap((file) => {
  const text = readFileSync(file, 'utf8');
  return [...new Set([...text.matchAll(named)].map(([, path]) => path!))]
    .filter((path) => !existsSync(path) && !made.includes(path) && !/NAME|SUBJECT/.test(path))
    .map((path) => `${file} names ${path}, and there is no such file.`);
});
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.stdout.write(`documents: ${documents.length} files, ${problems.length} problems\n`);
process.exitCode = problems.length === 0 ? 0 : 1;

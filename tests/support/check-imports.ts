import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize, sep } from 'node:path';
import subjects from '../../shared/subjects.json' with { type: 'json' };
import { circlesOf } from './house/import-circles.ts';

/**
 * Holds the order of the house (`npm run lint`): a subject of `shared/` imports only subjects above it in
 * `shared/subjects.json`; inside a subject the store imports no use case, and only the store knows the keys; what the
 * template reads runs nothing; no file imports itself on a way round. ARCHITECTURE.md prints the same list.
 */
const order = subjects.map(({ name }) => name);

interface Import {
  target: string;
  isType: boolean;
}

const files = ['shared', 'functions', 'infra'].flatMap((root) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((name) => `${root}/${name.split(sep).join('/')}`)
    .filter((name) => /\.(ts|mjs)$/.test(name)),
);
const imports = new Map(files.map((file) => [file, importsOf(file)]));
const packages = new Map(files.map((file) => [file, packagesOf(file)]));

function source(file: string): string {
  return readFileSync(file, 'utf8');
}

function importsOf(file: string): Import[] {
  const found = source(file).matchAll(
    /(?:^|\n)\s*(?:import|export)\s+(type\s)?[^;'"]*?from\s+'(\.[^']+)'|import\(\s*'(\.[^']+)'\s*\)/g,
  );
  return [...found].map(([, type, specifier, dynamic]) => ({
    target: normalize(join(dirname(file), specifier ?? dynamic!))
      .split(sep)
      .join('/'),
    isType: type !== undefined,
  }));
}

function packagesOf(file: string): string[] {
  return [...source(file).matchAll(/(?:^|\n)import\s+(?!type\s)[^;'"]*?from\s+'([^.'][^']*)'/g)].map(
    (match) => match[1]!,
  );
}

const subjectOf = (file: string) =>
  file.startsWith('shared/') && file.split('/').length > 2 ? file.split('/')[1]! : undefined;

/** Arrows between subjects point up the list. */
function orderProblems(file: string): string[] {
  const subject = subjectOf(file);
  if (subject === undefined) return [];
  if (!order.includes(subject)) return [`${file}: shared/subjects.json does not name the subject "${subject}".`];
  return imports.get(file)!.flatMap(({ target }) => {
    const other = subjectOf(target);
    if (other === undefined)
      return target.startsWith('shared/') ? [] : [`${file} imports ${target}, which is outside shared/.`];
    return order.indexOf(other) <= order.indexOf(subject)
      ? []
      : [`${file} imports ${target}: "${other}" comes after "${subject}" in shared/subjects.json.`];
  });
}

const isStore = (file: string) => file.endsWith('-items.ts');
const isTable = (file: string) =>
  /^shared\/kernel\/table\/(client|transact|try-transact|put-item|read)\.ts$/.test(file);

/** A use case reads or writes: it imports a store, the table or AWS. Its types alone may be imported by anybody. */
function isUseCase(file: string): boolean {
  if (isStore(file) || !file.startsWith('shared/') || /^shared\/(kernel|aws)\//.test(file)) return false;
  return imports
    .get(file)!
    .some(({ target, isType }) => !isType && (isStore(target) || isTable(target) || target.startsWith('shared/aws/')));
}

function storeProblems(file: string): string[] {
  if (!isStore(file)) return [];
  return imports
    .get(file)!
    .filter(({ target, isType }) => !isType && imports.has(target) && isUseCase(target))
    .map(({ target }) => `${file} imports ${target}: a store imports no use case.`);
}

/** What a file runs when it is loaded, its imports' imports included. */
function reach(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const { target, isType } of imports.get(file) ?? []) if (!isType) reach(target, seen);
  return seen;
}

/** The template and the OpenAPI document are made from endpoints: loading one must not open a client of AWS. */
function purityProblems(file: string): string[] {
  if (basename(file) !== 'endpoints.ts' && !/^shared\/.*-endpoints\.ts$/.test(file)) return [];
  return [...reach(file)]
    .filter((reached) => packages.get(reached)?.some((name) => name.startsWith('@aws-sdk/')))
    .map((reached) => `${file} loads ${reached}, which opens a client of AWS: an endpoint is schemas and words alone.`);
}

/** The template is made from endpoints and words; the local cloud knows a use case and the stored shape of the application. */
function outsideProblems(file: string): string[] {
  if (file.startsWith('infra/local/')) {
    const allowed = ['shared/access/create-tenant.ts', 'shared/kernel/table/stored-shape.ts'];
    return imports
      .get(file)!
      .filter(({ target }) => /^(shared|functions)\//.test(target) && !allowed.includes(target))
      .map(({ target }) => `${file} imports ${target}: the local cloud knows the application by its template alone.`);
  }
  if (file.startsWith('infra/')) {
    const loaded = [...reach(file)].filter(
      (reached) => reached.startsWith('shared/') && packages.get(reached)?.some((name) => name.startsWith('@aws-sdk/')),
    );
    return loaded.map((reached) => `${file} loads ${reached}, which opens a client of AWS: a template only describes.`);
  }
  if (file.startsWith('functions/')) {
    return imports
      .get(file)!
      .filter(({ target }) => target.startsWith('infra/') && !file.startsWith('functions/admin/'))
      .map(({ target }) => `${file} imports ${target}: functions do not know their template.`);
  }
  return [];
}

/** Templates and stream handlers filter the table's stream by a sort key, and need no item for it. */
const readsStream = (file: string) => file.startsWith('functions/streams/') || file.startsWith('infra/stacks/');

/** Only a subject's stores know its keys; `keys.ts` and `events.ts` make keys of other keys. */
function keyProblems(file: string): string[] {
  if (isStore(file) || readsStream(file) || ['keys.ts', 'events.ts'].includes(basename(file))) return [];
  return imports
    .get(file)!
    .filter(({ target, isType }) => !isType && target.startsWith('shared/') && basename(target) === 'keys.ts')
    .map(({ target }) => `${file} imports ${target}: read and write by a function of the subject's *-items.ts.`);
}

/** Whoever calls an adapter with an account's credentials does it by `withAccess`, which renews access that has expired. */
function accessProblems(file: string): string[] {
  if (file.startsWith('shared/accounts/access/')) return [];
  const own = ['platform-context.ts', 'renew-credentials.ts'].map((name) => `shared/accounts/access/${name}`);
  return imports
    .get(file)!
    .filter(({ target }) => own.includes(target))
    .map(({ target }) => `${file} imports ${target}: call the platform by withAccess().`);
}

/** ARCHITECTURE.md prints the list between two marks. */
function printedProblems(): string[] {
  const text = source('ARCHITECTURE.md');
  const missing = subjects.filter(({ name, holds }) => !text.includes(`\`${name}\` | ${holds}`));
  return missing.map(
    ({ name }) => `ARCHITECTURE.md: its table of subjects lacks the line of "${name}" in shared/subjects.json.`,
  );
}

const missingFolders = order
  .filter((name) => !existsSync(`shared/${name}`))
  .map((name) => `shared/subjects.json names "${name}", and there is no such folder.`);
const circles = circlesOf(new Map([...imports].map(([file, list]) => [file, list.map(({ target }) => target)])));
const problems = [
  ...missingFolders,
  ...printedProblems(),
  ...files.flatMap((file) => [
    ...orderProblems(file),
    ...storeProblems(file),
    ...purityProblems(file),
    ...outsideProblems(file),
    ...accessProblems(file),
    ...keyProblems(file),
  ]),
  ...circles.map((circle) => `These import each other in a circle: ${circle.join(' -> ')}.`),
];
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.stdout.write(`imports: ${files.length} files, ${problems.length} problems\n`);
process.exitCode = problems.length === 0 ? 0 : 1;

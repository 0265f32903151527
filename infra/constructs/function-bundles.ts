import { execFileSync } from 'node:child_process';
import {
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { type BuildOptions, build, context, type Plugin } from 'esbuild';
import { sourceDigest } from '../source-digest.ts';
import { runAtFirstUse, withoutDeadWeight, withoutFetchClient } from './bundle-plugins.ts';

const projectRoot = join(import.meta.dirname, '../..');
/** The bench gives an empty one. */
const cache = process.env.HERALD_BUNDLES ?? join(projectRoot, 'node_modules/.cache/herald');
const SOURCES = ['functions', 'shared', 'infra/constructs/bundle-plugins.ts', 'infra/constructs/function-bundles.ts'];
/** Of code that has changed since: another process may still read it, and somebody may go back to it soon. */
const KEPT = 3;
const KEPT_MS = 3_600_000;

/**
 * How every function is bundled: an entry, `index.mjs`, and chunks that it loads when it comes to an `import()`. What a
 * function needs for some of its events only is in a chunk, and costs the other cold starts nothing.
 */
export const bundling = {
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  minify: true,
  chunkNames: 'chunk-[hash]',
  outExtension: { '.js': '.mjs' },
  // The SDK in the bundle is the one that was tested, and as ES modules it is a third smaller.
  mainFields: ['module', 'main'],
  // CommonJS dependencies call `require` for built-in modules, which an ES module does not have.
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  // twitter-text means the package of this name, not Node's deprecated module.
  alias: { punycode: 'punycode/' },
  logLevel: 'warning',
} as const satisfies BuildOptions;

/** The folder of a function's bundle, in the folder that `functionBundles` answers. @param entry from the project's root */
export const bundleFolder = (entry: string) => entry.replace(/^functions\//, '').replace(/\.ts$/, '');

/**
 * Bundles every function, unless that was done before for the code as it is.
 * @returns a folder with `api/distributions/index.mjs` and so on
 */
export async function functionBundles(): Promise<string> {
  for (;;) {
    const folder = folderNow();
    if (isMade(folder)) return folder;
    const unfinished = `${folder}.${process.pid}`;
    try {
      await (process.env.HERALD_COVERAGE ? bundleForCoverage : bundleAll)(unfinished);
      current = undefined;
      // Code that was edited meanwhile is in there under the name of the code before: whoever goes back to that would get it.
      if (folderNow() !== folder) continue;
      keep(unfinished, folder);
    } finally {
      rmSync(unfinished, { recursive: true, force: true });
    }
    forgetOld(folder);
    return folder;
  }
}

/** Another process may be first. */
function keep(unfinished: string, folder: string): void {
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}

/** The same for CDK, which waits for nobody. */
export function functionBundlesSync(): string {
  const folder = folderNow();
  if (!isMade(folder))
    execFileSync(process.execPath, [import.meta.filename], { stdio: ['ignore', 'ignore', 'inherit'] });
  return folder;
}

let current: string | undefined;

/** Once for a process, which has loaded its own code once, too. */
function folderNow(): string {
  current ??= join(cache, `${sourceDigest(SOURCES)}${process.env.HERALD_COVERAGE ? '-coverage' : ''}`);
  return current;
}

function isMade(folder: string): boolean {
  try {
    const now = new Date();
    utimesSync(folder, now, now);
    return true;
  } catch {
    // It may be there, and read only.
    return existsSync(folder);
  }
}

const entries = () =>
  globSync('functions/*/*.ts', { cwd: projectRoot })
    .filter((path) => !path.includes('admin'))
    .sort();

/**
 * In two steps, because each alone is slow. First all functions in one run, which reads each shared file once; what two
 * functions have in common is a file of its own then, a hundred for a large function, and each costs a cold start half
 * a millisecond. So the second step puts the files of each function together again: they are small by now, as what nobody
 * uses is gone.
 */
async function bundleAll(folder: string): Promise<void> {
  // esbuild lives for a few seconds: it need not look so often what memory it could use again, which takes a quarter of its time.
  process.env.GOGC ??= '400';
  const linked = join(folder, 'linked');
  const { banner, ...linking } = bundling;
  await build({
    ...linking,
    entryPoints: entries(),
    absWorkingDir: projectRoot,
    outdir: linked,
    outbase: join(projectRoot, 'functions'),
    minify: false,
    minifySyntax: true,
    plugins: [withoutDeadWeight, withoutFetchClient, runAtFirstUse],
  });
  await assemble(linked, folder);
  rmSync(linked, { recursive: true });
}

const THE_FUNCTION = 'the-function';

/** One build whose entry is another function each time: esbuild reads and parses each file once for all of them. */
async function assemble(linked: string, folder: string): Promise<void> {
  let entry = '';
  const entryOfNow: Plugin = {
    name: 'the entry of now',
    setup({ onResolve }) {
      onResolve({ filter: /^the-function$/ }, () => ({ path: join(linked, `${bundleFolder(entry)}.mjs`) }));
    },
  };
  const outdir = join(folder, THE_FUNCTION);
  const builder = await context({
    ...bundling,
    entryPoints: { index: THE_FUNCTION },
    // Every path below is relative, so that the names of chunks, and the asset's hash, are the same on every machine.
    absWorkingDir: linked,
    outdir,
    plugins: [entryOfNow],
  });
  try {
    for (entry of entries()) {
      await builder.rebuild();
      const bundle = join(folder, bundleFolder(entry));
      mkdirSync(dirname(bundle), { recursive: true });
      renameSync(outdir, bundle);
    }
  } finally {
    await builder.dispose();
  }
}

/** One file each, in which what is measured is found again in the sources. */
async function bundleForCoverage(folder: string): Promise<void> {
  const { splitting, chunkNames, ...single } = bundling;
  const { outputFiles } = await build({
    ...single,
    entryPoints: entries(),
    absWorkingDir: projectRoot,
    outdir: projectRoot,
    outbase: projectRoot,
    write: false,
    plugins: [withoutDeadWeight, withoutFetchClient, runAtFirstUse],
    sourcemap: 'inline',
    minify: false,
  });
  for (const { path, contents } of outputFiles) {
    const file = join(folder, bundleFolder(path.slice(projectRoot.length + 1).replace(/\.mjs$/, '.ts')), 'index.mjs');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, contents);
  }
}

function forgetOld(folder: string): void {
  const others = readdirSync(cache)
    .map((name) => join(cache, name))
    .filter((path) => path !== folder)
    .map((path) => ({ path, usedAt: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .sort((a, b) => b.usedAt - a.usedAt);
  for (const { path, usedAt } of others.slice(KEPT - 1)) {
    if (Date.now() - usedAt > KEPT_MS) rmSync(path, { recursive: true, force: true });
  }
}

if (import.meta.main) await functionBundles();

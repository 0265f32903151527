import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import synthesizeOnce from '../support/synthesize-once.ts';
import { addBundleLines } from './bundle-lines.ts';
import { asLcov, asTable, linesOf } from './file-lines.ts';

const root = join(import.meta.dirname, '../..');
/** Ignored by Git. */
const folder = join(root, 'coverage');
const ofWorkers = join(folder, 'workers');

const usage = `npm run coverage                                        every test, some minutes
npm run coverage -- tests/unit tests/integration        some of them, named as vitest takes them

Prints how many lines of shared/ and functions/ ran, by folder, and writes coverage/lcov.info.
`;

/**
 * Tests run code in two ways: vitest's own processes import the sources, and local clouds run bundles of them in worker
 * threads. Vitest measures the first; workers measure themselves where HERALD_COVERAGE names a folder.
 *
 * @returns vitest's exit code: what is measured of a failed run is printed all the same
 */
async function main(args: string[]): Promise<number> {
  if (args.includes('--help')) {
    process.stdout.write(usage);
    return 0;
  }
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(ofWorkers, { recursive: true });
  process.env.HERALD_COVERAGE = ofWorkers;
  // Bundles are read again when the tests are done.
  const cleanUp = synthesizeOnce();
  try {
    const { status } = spawnSync(
      process.execPath,
      ['node_modules/vitest/vitest.mjs', 'run', ...args, ...vitestOptions()],
      {
        cwd: root,
        stdio: 'inherit',
      },
    );
    const ofVitest = JSON.parse(readFileSync(join(folder, 'coverage-final.json'), 'utf8'));
    const lines = linesOf(ofVitest, (path) => relative(root, path).replaceAll('\\', '/'));
    await addBundleLines(ofWorkers, lines);
    writeFileSync(join(folder, 'lcov.info'), asLcov(lines));
    process.stdout.write(`\n${asTable(lines)}`);
    return status ?? 1;
  } finally {
    cleanUp();
    rmSync(ofWorkers, { recursive: true, force: true });
  }
}

function vitestOptions(): string[] {
  const settings = {
    enabled: 'true',
    provider: 'v8',
    reporter: 'json',
    reportsDirectory: folder,
    // The folder of the workers is in it.
    clean: 'false',
    reportOnFailure: 'true',
  };
  const named = Object.entries(settings).map(([name, value]) => `--coverage.${name}=${value}`);
  // Files that no test imports count, too.
  return [...named, '--coverage.include=shared/**/*.ts', '--coverage.include=functions/**/*.ts'];
}

process.exitCode = await main(process.argv.slice(2));

import synthesizeOnce from '../support/synthesize-once.ts';
import { runBlocks } from './blocks.ts';
import { readOptions } from './options.ts';
import { Progress } from './progress.ts';
import { isClean } from './verdict.ts';

/**
 * `npm run test:crash -- --runs N --seed S --from K --jobs J`: posts under random faults, counted on the stand-ins, on an
 * AWS with conflicts, late indexes and repeated deliveries (`--no-conflicts`, `--no-lag`, `--no-duplicates`). The last line is JSON; exit code 1 for any count but zero.
 */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  process.stderr.write(`seed ${options.seed}\n`);
  const cleanUp = synthesizeOnce();
  const progress = new Progress(options.runs);
  try {
    await runBlocks(options, (report) => progress.add(report));
  } finally {
    cleanUp();
  }
  const total = progress.end();
  process.stdout.write(`${JSON.stringify({ runs: options.runs, ...total })}\n`);
  process.exitCode = isClean(total) ? 0 : 1;
}

await main();

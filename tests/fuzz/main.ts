import synthesizeOnce from '../support/synthesize-once.ts';
import { Findings } from './findings.ts';
import { readOptions } from './options.ts';
import { runFuzz } from './run.ts';

/**
 * `npm run test:fuzz -- --seed S --count N`: valid, nearly valid and hostile requests for every operation of the document.
 * The last line is JSON; exit code 1 for a 5xx, an answer outside the document or after more than five seconds, a process
 * that died, or another tenant's data. The same seed makes the same choices; ids and times are new in each run.
 */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  process.stderr.write(`seed ${options.seed}\n`);
  const cleanUp = synthesizeOnce();
  const findings = new Findings(options.count);
  try {
    await runFuzz(options, findings);
  } finally {
    cleanUp();
  }
  process.exitCode = findings.report(options.seed) ? 0 : 1;
}

await main();

import { parseArgs } from 'node:util';
import synthesizeOnce from '../support/synthesize-once.ts';
import { runAmounts } from './amounts.ts';
import { runBesideAttack } from './beside-attack.ts';

/**
 * `npm run test:hostile -- --seconds N`: a tenant's posts beside attacks of others. `-- --only amounts`: what an honest
 * tenant's large imports and many requests at once cost itself and others. Exit code 1 where either is too much.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { seconds: { type: 'string', default: '120' }, only: { type: 'string', default: 'attack' } },
  });
  const seconds = Number(values.seconds);
  if (!Number.isInteger(seconds) || seconds < 30) throw new Error('--seconds takes a whole number from 30 on.');
  const run = { attack: () => runBesideAttack(seconds), amounts: runAmounts }[values.only];
  if (run === undefined) throw new Error('--only takes "attack" or "amounts".');
  const cleanUp = synthesizeOnce();
  try {
    process.exitCode = (await run()) ? 0 : 1;
  } finally {
    cleanUp();
  }
}

await main();

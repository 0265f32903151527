import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { type Herald, startHerald } from '../support/herald.ts';
import synthesizeOnce from '../support/synthesize-once.ts';
import { benchApiLatency } from './api-latency.ts';
import { benchBundles } from './bundles.ts';
import { benchBurst } from './burst.ts';
import { benchCalendar } from './calendar.ts';
import { checked } from './checked.ts';
import { benchCost } from './cost.ts';
import { benchLateness } from './lateness.ts';
import { benchNeighbours } from './neighbours.ts';
import { benchUnitsPerStep } from './units-per-step.ts';

const parts: Record<string, () => string | Promise<string>> = {
  bundles: () => benchBundles(process.env.HERALD_TEMPLATE!),
  api: () => onSandbox(benchApiLatency),
  units: () => onSandbox(benchUnitsPerStep),
  calendar: () => onSandbox(benchCalendar),
  cost: benchCost,
  lateness: benchLateness,
  burst: benchBurst,
  neighbours: benchNeighbours,
};

const usage = `npm run bench                            everything, some minutes
npm run bench -- --only lateness,burst   some parts: ${Object.keys(parts).join(', ')}
`;

/** Everything is measured in one run on one machine; compare what stands side by side, not with another machine. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string' }, help: { type: 'boolean' } } });
  const chosen = values.only?.split(',') ?? Object.keys(parts);
  const unknown = chosen.filter((name) => !Object.hasOwn(parts, name));
  if (values.help || unknown.length > 0) {
    process.stderr.write(unknown.length > 0 ? `There is no part "${unknown.join('", "')}".\n\n${usage}` : usage);
    process.exitCode = unknown.length > 0 ? 2 : 0;
    return;
  }
  const cleanUp = synthesizeOnce();
  try {
    if (chosen.length === 1) process.stdout.write(await parts[chosen[0]!]!());
    else for (const name of chosen) runAlone(name);
  } finally {
    cleanUp();
  }
}

/** In a process of its own, so that no part finds memory or caches of another. The template is shared. */
function runAlone(name: string): void {
  const { status } = spawnSync(process.execPath, [process.argv[1]!, '--only', name], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}

/** The sandbox is part of the stack, so that nothing outside it is measured. */
async function onSandbox(bench: (herald: Herald, platformId: string) => Promise<string>): Promise<string> {
  const herald = await startHerald();
  try {
    const { body } = await checked(herald.api('POST', '/api/v1/platforms', { kind: 'sandbox', name: 'Bench' }));
    return await bench(herald, body.id);
  } finally {
    await herald.close();
  }
}

await main();

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import synthesizeOnce from '../support/synthesize-once.ts';
import { benchApiLatency } from './api-latency.ts';
import { benchBundles } from './bundles.ts';
import { benchBurst } from './burst.ts';
import { benchCalendar } from './calendar.ts';
import { benchCost } from './cost.ts';
import { type Figure, figuresJson, figuresTable, type Report } from './figures.ts';
import { benchFunctions } from './functions.ts';
import { benchLateness } from './lateness.ts';
import { benchMemory } from './memory.ts';
import { onSandbox } from './on-sandbox.ts';
import { lookForPeer } from './peer/beside-peer.ts';
import { benchStart } from './start.ts';
import { benchTenants } from './tenants.ts';
import { benchThroughput } from './throughput.ts';
import { benchUnitsPerStep } from './units-per-step.ts';
import type { Size } from './workload.ts';

/** Each says what it found, and may have lines for the table at the end. */
const parts: Record<string, (size: Size) => string | Report | Promise<string | Report>> = {
  bundles: () => benchBundles(process.env.HERALD_TEMPLATE!),
  api: benchApiLatency,
  throughput: benchThroughput,
  units: () => onSandbox(benchUnitsPerStep),
  calendar: () => onSandbox(benchCalendar),
  functions: benchFunctions,
  cost: benchCost,
  lateness: benchLateness,
  burst: benchBurst,
  tenants: benchTenants,
  start: benchStart,
  memory: benchMemory,
};

const besidePeer = ['api', 'throughput', 'lateness', 'burst'];

const usage = `npm run bench                            everything, about half an hour
npm run bench -- --only lateness,burst   some parts: ${Object.keys(parts).join(', ')}
                 --posts 50              fewer posts (or requests) in the parts ${besidePeer.join(', ')}, tenants
                 --json FILE             the figures of the table at the end
tests/bench/README.md says what each part measures.
`;

/** Everything is measured in one run on one machine; compare what stands side by side, not with another machine. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      posts: { type: 'string' },
      json: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  const chosen = values.only?.split(',') ?? Object.keys(parts);
  const unknown = chosen.filter((name) => !Object.hasOwn(parts, name));
  const posts = values.posts === undefined ? undefined : Number(values.posts);
  const isWrong = unknown.length > 0 || (posts !== undefined && !(Number.isInteger(posts) && posts > 0));
  if (values.help || isWrong) {
    process.stderr.write(unknown.length > 0 ? `There is no part "${unknown.join('", "')}".\n\n${usage}` : usage);
    process.exitCode = isWrong ? 2 : 0;
    return;
  }
  const cleanUp = synthesizeOnce();
  try {
    if (chosen.some((name) => besidePeer.includes(name))) lookForPeer();
    const figures =
      chosen.length === 1
        ? await runHere(chosen[0]!, (usual) => posts ?? usual)
        : chosen.flatMap((name) => runAlone(name, values.posts));
    // A part that runs alone for the whole bench leaves the table to it.
    if (figures.length > 0 && process.env.HERALD_BENCH_PART === undefined) process.stdout.write(figuresTable(figures));
    if (values.json !== undefined) writeFileSync(values.json, figuresJson(figures, new Date()));
  } finally {
    cleanUp();
  }
}

async function runHere(name: string, size: Size): Promise<Figure[]> {
  const report = await parts[name]!(size);
  process.stdout.write(typeof report === 'string' ? report : report.text);
  return typeof report === 'string' ? [] : report.figures;
}

/** In a process of its own, so that no part finds memory or caches of another. The template is shared. */
function runAlone(name: string, posts: string | undefined): Figure[] {
  const folder = mkdtempSync(join(tmpdir(), 'herald-bench-'));
  const json = join(folder, 'figures.json');
  const args = [process.argv[1]!, '--only', name, '--json', json, ...(posts === undefined ? [] : ['--posts', posts])];
  try {
    const env = { ...process.env, HERALD_BENCH_PART: name };
    const { status } = spawnSync(process.execPath, args, { stdio: 'inherit', env });
    if (status === 0) return JSON.parse(readFileSync(json, 'utf8')).figures;
    process.exitCode = 1;
    return [];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();

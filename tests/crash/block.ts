import { crashRun } from './run.ts';
import { startSite } from './site.ts';
import { tellRun } from './story.ts';
import { type Counts, isClean } from './verdict.ts';

// A process of its own for some runs, one after the other on one cloud: `block.ts SEED FROM COUNT BEHAVIOUR`. Started by blocks.ts.

/** What a block says of each of its runs. */
export interface RunReport {
  counts: Counts;
  /** Kinds of what was injected. */
  injected: string[];
  /** What AWS did beside that, by the name of its metric. */
  happened: Record<string, number>;
  /** Only of a run that went wrong. */
  story?: string;
}

// Whoever started it is gone.
process.on('disconnect', () => process.exit(1));

const [seed = '', from = '', count = '', behaviour = '{}'] = process.argv.slice(2);
const site = await startSite(JSON.parse(behaviour));
try {
  for (let run = Number(from); run < Number(from) + Number(count); run += 1) {
    const before: Record<string, number> = site.herald.cloud.metrics();
    const result = await crashRun(site, seed, run);
    const story = isClean(result.counts) ? undefined : await tellRun(site.herald, seed, result);
    const injected = result.strikes.map(({ fault }) => fault);
    const after = Object.entries(site.herald.cloud.metrics());
    const happened = Object.fromEntries(after.map(([name, times]) => [name, times - (before[name] ?? 0)]));
    await report({ counts: result.counts, injected, happened, story });
  }
} finally {
  await site.close();
}
// Everything is closed. Left to itself, Node sometimes loops for ever in its last clean-up after workers were killed.
process.exit();

function report(run: RunReport): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send!(run, (error: Error | null) => (error ? reject(error) : resolve()));
  });
}

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { RunReport } from './block.ts';
import type { CrashOptions } from './options.ts';

/** A cloud that has seen many posts grows slower, and a table that starts empty is a case too. */
const MAX_RUNS_PER_BLOCK = 50;

/**
 * Makes all runs, some at a time in a process of their own.
 *
 * @throws Error where a process ends before its runs are done
 */
export async function runBlocks(
  { runs, seed, from, jobs, behaviour }: CrashOptions,
  onReport: (report: RunReport) => void,
): Promise<void> {
  const size = Math.min(MAX_RUNS_PER_BLOCK, Math.ceil(runs / jobs));
  const starts = Array.from({ length: Math.ceil(runs / size) }, (_, index) => from + index * size);
  const children = new Set<ChildProcess>();
  const work = async () => {
    for (let start = starts.shift(); start !== undefined; start = starts.shift()) {
      const count = Math.min(size, from + runs - start);
      const child = fork(new URL('./block.ts', import.meta.url), [
        seed,
        String(start),
        String(count),
        JSON.stringify(behaviour),
      ]);
      children.add(child);
      child.on('message', (report: RunReport) => onReport(report));
      const [code] = await once(child, 'exit');
      children.delete(child);
      if (code !== 0) throw new Error(`The process of the runs from ${start} on ended with ${code}.`);
    }
  };
  try {
    await Promise.all(Array.from({ length: jobs }, work));
  } finally {
    for (const child of children) child.kill();
  }
}

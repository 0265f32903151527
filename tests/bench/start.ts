import { join } from 'node:path';
import type { Report } from './figures.ts';
import { startProcess, withFolder } from './started-herald.ts';
import { percentile, table } from './statistics.ts';

const WARM_RUNS = 5;

/** How long `npm start` takes until the API answers: the first time, with template and bundles to make, and again. */
export async function benchStart(): Promise<Report> {
  return withFolder(async (folder) => {
    const data = join(folder, 'data');
    const ready = async () => {
      const herald = await startProcess(data, { HERALD_BUNDLES: join(folder, 'bundles') });
      await herald.close();
      return herald.readyMs / 1000;
    };
    const first = await ready();
    const warm: number[] = [];
    for (let run = 0; run < WARM_RUNS; run += 1) warm.push(await ready());
    const again = percentile(warm, 0.5);
    return {
      text: table(
        'npm start, seconds until the API answers',
        ['start', 's'],
        [
          ['the first time', first],
          [`again (median of ${WARM_RUNS})`, again],
        ],
      ),
      figures: [
        { what: 'npm start, ready again', unit: 's', herald: again },
        { what: 'npm start, ready the first time', unit: 's', herald: first },
      ],
    };
  });
}

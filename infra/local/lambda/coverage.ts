import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Counts what of a bundle runs in this thread, from now on. `NODE_V8_COVERAGE` does not do it: Node writes its figures when a
 * thread ends by itself, and a worker is terminated.
 *
 * @param directory where `write` puts a file of V8's script coverage
 */
export function measureCoverage(directory: string, codeDirectory: string): { write(): void } {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  const bundles = pathToFileURL(join(codeDirectory, '/')).href;
  return {
    write() {
      session.post('Profiler.takePreciseCoverage', (error, taken) => {
        if (error) throw error;
        const result = taken.result.filter(({ url }) => url.startsWith(bundles));
        writeFileSync(join(directory, `${randomUUID()}.json`), JSON.stringify({ result }));
      });
    },
  };
}

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildSync } from 'esbuild';
import { bundling } from '../../infra/constructs/function-bundles.ts';
import type { Report } from './figures.ts';
import { ON_THE_WAY } from './on-the-way.ts';
import { percentile, table } from './statistics.ts';
import { functionBundles } from './template-resources.ts';

const RUNS = 7;
const BARE = 'bare SDK (DynamoDB document client)';
const BARE_IN_CHUNKS = 'the same in chunks, as functions are';

/**
 * Size and import time of every function beside a bundle of the SDK alone, each import in a fresh process. Time is that of
 * the processor, for other work on the machine stretches the clock's. The SDK alone stands there twice: as one file, which
 * a tool makes of it, and with what it loads late in chunks.
 */
export function benchBundles(templateDirectory: string): Report {
  const directory = mkdtempSync(join(tmpdir(), 'herald-bench-'));
  try {
    const bundles = [
      { name: BARE, path: bareSdk(join(directory, 'one'), false) },
      { name: BARE_IN_CHUNKS, path: bareSdk(join(directory, 'chunks'), true) },
      ...functionBundles(templateDirectory),
    ];
    const times = new Map(bundles.map(({ name }) => [name, [] as number[]]));
    // Interleaved, so that a busy moment of the machine falls on all of them.
    for (let run = 0; run < RUNS; run += 1) {
      for (const { name, path } of bundles) times.get(name)!.push(importTime(path));
    }
    const median = (name: string) => percentile(times.get(name)!, 0.5);
    const bare = median(BARE);
    const rows = bundles.map(({ name, path }) => {
      const loaded = loadedFiles(path).map((file) => readFileSync(file));
      const bytes = Buffer.concat(loaded);
      const kilobytes = [bytes, gzipSync(bytes)].map(({ length }) => Math.round(length / 1024));
      return [name, ...kilobytes, loaded.length, median(name), median(name) / bare];
    });
    const title = `Bundles and cold imports (median of ${RUNS}; what an import loads, chunks for later left out)`;
    return {
      text: table(title, ['function', 'kB', 'gz kB', 'files', 'import CPU-ms', 'x bare'], rows),
      figures: Object.keys(ON_THE_WAY).map((name) => ({
        what: `import of ${name} by that of the bare SDK`,
        unit: '×',
        herald: median(name) / bare,
      })),
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function bareSdk(outdir: string, splitting: boolean): string {
  buildSync({
    stdin: {
      contents: `import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
        import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
        export const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'us-east-1' }));
        export { GetCommand };`,
      resolveDir: process.cwd(),
    },
    outdir,
    ...bundling,
    splitting,
  });
  return join(outdir, 'stdin.mjs');
}

const importOf = /(?:\bfrom|\bimport)\s*"(\.\/chunk-[A-Z0-9]+\.mjs)"/g;

/** The entry and the chunks that it imports, and they; not those behind an `import()`. */
function loadedFiles(entry: string): string[] {
  const files = new Set([entry]);
  for (const file of files) {
    for (const [, path] of readFileSync(file, 'utf8').matchAll(importOf)) files.add(join(dirname(file), path!));
  }
  return [...files];
}

function importTime(path: string): number {
  const script = `const start = process.cpuUsage(); await import(${JSON.stringify(path)}); const { user, system } = process.cpuUsage(start); console.log((user + system) / 1000); process.exit();`;
  const env = { PATH: process.env.PATH, AWS_REGION: 'us-east-1', TABLE_NAME: 'bench' };
  return Number(execFileSync(process.execPath, ['--input-type=module', '-e', script], { env }).toString());
}

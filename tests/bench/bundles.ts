import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildSync } from 'esbuild';
import { bundling } from '../../infra/constructs/function-code.ts';
import { percentile, table } from './statistics.ts';
import { functionBundles } from './template-resources.ts';

const RUNS = 7;
const BARE = 'bare SDK (DynamoDB document client)';

/** Size and import time of every function beside a bundle of the SDK alone, each import in a fresh process. */
export function benchBundles(templateDirectory: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'herald-bench-'));
  try {
    const bundles = [{ name: BARE, path: bareSdk(directory) }, ...functionBundles(templateDirectory)];
    const times = new Map(bundles.map(({ name }) => [name, [] as number[]]));
    // Interleaved, so that a busy moment of the machine falls on all of them.
    for (let run = 0; run < RUNS; run += 1) {
      for (const { name, path } of bundles) times.get(name)!.push(importTime(path));
    }
    const bare = percentile(times.get(BARE)!, 0.5);
    const rows = bundles.map(({ name, path }) => {
      const bytes = readFileSync(path);
      const median = percentile(times.get(name)!, 0.5);
      return [name, Math.round(bytes.length / 1024), Math.round(gzipSync(bytes).length / 1024), median, median / bare];
    });
    return table('Bundles and cold imports (median of 7)', ['function', 'kB', 'gz kB', 'import ms', 'x bare'], rows);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function bareSdk(directory: string): string {
  const outfile = join(directory, 'bare.mjs');
  buildSync({
    stdin: {
      contents: `import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
        import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
        export const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'us-east-1' }));
        export { GetCommand };`,
      resolveDir: process.cwd(),
    },
    outfile,
    ...bundling,
  });
  return outfile;
}

function importTime(path: string): number {
  const script = `const start = performance.now(); await import(${JSON.stringify(path)}); console.log(performance.now() - start); process.exit();`;
  const env = { PATH: process.env.PATH, AWS_REGION: 'us-east-1', TABLE_NAME: 'bench' };
  return Number(execFileSync(process.execPath, ['--input-type=module', '-e', script], { env }).toString());
}

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Herald, startHerald } from '../support/herald.ts';
import { withItsClock } from '../support/operator.ts';

/** The examples of a page, in order: they build on each other. */
function examplesOf(page: string): string[] {
  return [...readFileSync(page, 'utf8').matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block]) => block!);
}

describe('the guide', () => {
  let herald: Herald;
  const directory = mkdtempSync(join(tmpdir(), 'herald-guide-'));

  beforeAll(async () => {
    herald = await startHerald();
  });
  afterAll(async () => {
    await herald?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it('has examples that do as they say, from the first to the last', async () => {
    const examples = examplesOf('docs/scheduling.md');
    expect(examples.length).toBeGreaterThan(6);
    // `id` would swallow a refusal: the shell stops at the first that any part of a pipe tells of.
    const script = ['set -euo pipefail', 'set -x', ...examples].join('\n');
    const { code, output } = await run(script, {
      HERALD_URL: herald.cloud.url,
      HERALD_KEY: herald.apiKey,
      ...withItsClock(herald),
      PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
    });
    expect(code, output.slice(-3_000)).toBe(0);
  });

  function run(script: string, variables: Record<string, string>): Promise<{ code: number | null; output: string }> {
    const child = spawn('bash', ['-c', script], { cwd: directory, env: { ...process.env, ...variables } });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve({ code, output }));
    });
  }
});

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Herald as `npm start` runs it, in a process of its own. */
export interface StartedHerald {
  url: string;
  apiKey: string;
  /** From the start of the process until it answers. */
  readyMs: number;
  /** Of the whole process, in MB. Linux only; elsewhere NaN. */
  residentMb(): number;
  /** Ends it. */
  close(): Promise<void>;
}

/** @param data its folder; one that it has used before makes a warm start */
export async function startProcess(data: string, environment: Record<string, string> = {}): Promise<StartedHerald> {
  const start = performance.now();
  const options = ['--data', data, '--port', '0', '--no-demo'];
  const child = spawn(process.execPath, ['infra/local/main.mjs', ...options], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const file = join(data, 'local.json');
  // An earlier run leaves none behind.
  while (!existsSync(file)) {
    if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const readyMs = performance.now() - start;
  const { url, apiKey } = JSON.parse(readFileSync(file, 'utf8')) as { url: string; apiKey: string };
  return {
    url,
    apiKey,
    readyMs,
    residentMb() {
      if (!existsSync(`/proc/${child.pid}/status`)) return Number.NaN;
      const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? [];
      return Number(kilobytes) / 1024;
    },
    async close() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** A folder of its own for `work`, gone afterwards. */
export async function withFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'herald-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

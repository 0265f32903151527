import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * One synthesis, bundles and all, for every test file: the path is in HERALD_TEMPLATE. What Node has compiled for one process
 * of the tests is beside it, for the others.
 */
export default function synthesizeOnce(): () => void {
  if (process.env.HERALD_TEMPLATE) return () => {};
  const directory = mkdtempSync(join(tmpdir(), 'herald-template-'));
  execFileSync(process.execPath, ['infra/app.ts'], {
    env: { ...process.env, CDK_OUTDIR: directory, HERALD_UNCHECKED: 'true' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  process.env.HERALD_TEMPLATE = directory;
  process.env.NODE_COMPILE_CACHE ??= join(directory, 'compiled');
  return () => rmSync(directory, { recursive: true, force: true });
}

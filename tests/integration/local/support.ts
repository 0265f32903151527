import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { type LocalCloud, type LocalCloudOptions, startLocalCloud } from '../../../infra/local/cloud/local-cloud.ts';
import { type FixtureTemplate, removeFolder, writeAssembly } from './fixtures/template.ts';

export interface FixtureCloud extends LocalCloud {
  /** What the functions wrote so far, each line parsed. */
  lines: Record<string, unknown>[];
  /** What the cloud itself said. */
  log: string[];
}

/** A cloud that runs a fixture until the test ends. */
export async function startFixture(
  template: FixtureTemplate,
  options: Partial<LocalCloudOptions> = {},
): Promise<FixtureCloud> {
  const templateDirectory = writeAssembly({ Fixture: template });
  // Hooks run in reverse order: the folder goes when no worker writes compiled code into it any more.
  onTestFinished(() => removeFolder(templateDirectory));
  const lines: Record<string, unknown>[] = [];
  const log: string[] = [];
  const cloud = await startLocalCloud({
    templateDirectory,
    jitterSeconds: 0,
    log: (line) => log.push(line),
    onFunctionLine: (_name, line) => {
      if (line.startsWith('{')) lines.push(JSON.parse(line));
    },
    ...options,
  });
  onTestFinished(() => cloud.close());
  return Object.assign(cloud, { lines, log });
}

/** A folder that is gone when the test ends. */
export function temporaryFolder(): string {
  const directory = mkdtempSync(join(tmpdir(), 'herald-local-'));
  onTestFinished(() => removeFolder(directory));
  return directory;
}

/** Asserts on what becomes true soon: output of functions, for one, comes a little after their answer. */
export const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 10_000, interval: 20 });

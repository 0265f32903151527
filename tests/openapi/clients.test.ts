import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Herald, startHerald } from '../support/herald.ts';
import { installTools } from './install.ts';

const run = promisify(execFile);
const clients = join(import.meta.dirname, 'clients');
const made = join(clients, 'made');
const document = join(made, 'openapi.json');

const makers: Record<string, { tool: string; args: string[] }> = {
  'hey-api': {
    tool: 'openapi-ts',
    args: ['--file', join(import.meta.dirname, 'hey-api.config.mjs')],
  },
  'openapi-typescript': {
    tool: 'openapi-typescript',
    args: [document, '--output', join(made, 'openapi-typescript/schema.ts')],
  },
};

describe('a client that a tool makes from the served document', () => {
  let herald: Herald;
  let tools: string;
  const node = (...args: string[]) => run(process.execPath, args, { cwd: import.meta.dirname });

  beforeAll(async () => {
    tools = installTools();
    herald = await startHerald();
    rmSync(made, { recursive: true, force: true });
    mkdirSync(made, { recursive: true });
    const served = await fetch(`${herald.cloud.url}/api/v1/openapi.json`);
    writeFileSync(document, await served.text());
    for (const { tool, args } of Object.values(makers)) await node(join(tools, tool), ...args);
  });
  afterAll(async () => {
    await herald?.close();
    rmSync(made, { recursive: true, force: true });
  });

  it('compiles strictly, with the programs that use it', async () => {
    const compiled = await node(join(tools, 'tsc'), '--project', clients).catch((error: { stdout: string }) => error);
    expect(compiled.stdout).toBe('');
  });

  it.each(Object.keys(makers))(
    'of %s connects, schedules, waits, lists and reads a problem by its type',
    async (maker) => {
      const { stdout } = await node(join(clients, `${maker}-job.ts`), herald.cloud.url, herald.apiKey);
      const { id, ...done } = JSON.parse(stdout);
      expect(done).toMatchObject({ status: 'published', listed: [id], isKnown: true, warned: [] });
      expect(done.url).toContain('/sandbox/v1/posts/');
      expect(done.pointers).toContainEqual(['/timezone', 'unknown_timezone']);
    },
  );
});

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';

const binary = join(process.cwd(), 'node_modules/@dynoxide/linux-x64/dynoxide');

/** Why the second engine can't run here, or undefined when it can. */
export const dynoxideMissing =
  process.platform !== 'linux' || process.arch !== 'x64'
    ? 'dynoxide is published for linux-x64 only'
    : existsSync(binary)
      ? undefined
      : 'the optional package @dynoxide/linux-x64 is not installed';

/** Starts dynoxide in memory on loopback. */
export async function startDynoxide(): Promise<{ endpoint: string; stop: () => Promise<void> }> {
  const port = await freePort();
  const child = spawn(binary, ['--port', String(port)], { stdio: ['ignore', 'ignore', 'pipe'] });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (line: Buffer) => line.includes('listening') && resolve());
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`dynoxide ended with ${code}`)));
  });
  return {
    endpoint: `http://127.0.0.1:${port}`,
    stop: () => {
      child.kill();
      return exited;
    },
  };
}

/** dynoxide can't tell which port it was given, so it is told one that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

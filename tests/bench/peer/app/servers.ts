import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from '../prepare.ts';

/** PostgreSQL refuses to run as root; this is `nobody` on every Linux. */
const NOBODY = 65534;
const DATABASE_USER = 'peer';
const PATIENCE_MS = 5_000;

/** Redis and PostgreSQL in a temporary folder, reached by sockets there: nothing listens on the network. */
export interface Servers {
  /** The path of its socket. */
  redis: string;
  postgres: { host: string; user: string; database: string };
  stop(): Promise<void>;
}

export function startServers(): Servers {
  const folder = mkdtempSync(join(tmpdir(), 'herald-bench-peer-'));
  const isRoot = process.getuid?.() === 0;
  if (isRoot) chownSync(folder, NOBODY, NOBODY);
  const options = { cwd: folder, ...(isRoot && { uid: NOBODY, gid: NOBODY }) };
  const data = join(folder, 'postgres');
  const redis = join(folder, 'redis.sock');
  const started: ChildProcess[] = [];
  const start = (name: string, args: string[]) =>
    started.push(spawn(findProgram(name)!, args, { ...options, stdio: 'ignore' }));

  try {
    const initdb = [
      '--pgdata',
      data,
      '--username',
      DATABASE_USER,
      '--auth',
      'trust',
      '--encoding',
      'UTF8',
      '--no-sync',
    ];
    execFileSync(findProgram('initdb')!, initdb, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  // Like Herald's local cloud: what was answered survives the end of a process, but not a power loss.
  const settings = ['listen_addresses=', `unix_socket_directories=${folder}`, 'fsync=off'];
  start('postgres', ['-D', data, ...settings.flatMap((setting) => ['-c', setting])]);
  start('redis-server', [
    ...['--port', '0', '--unixsocket', redis, '--dir', folder, '--hz', '100', '--maxmemory-policy', 'noeviction'],
    ...['--appendonly', 'yes', '--appendfsync', 'everysec', '--save', ''],
  ]);
  return {
    redis,
    postgres: { host: folder, user: DATABASE_USER, database: 'postgres' },
    stop: async () => {
      // SIGINT is PostgreSQL's fast shutdown; Redis takes it as well.
      await Promise.all(started.map((server) => end(server)));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGINT');
  const impatience = setTimeout(() => server.kill('SIGKILL'), PATIENCE_MS);
  await ended;
  clearTimeout(impatience);
}

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A program that the peer needs, and the Debian package that brings it. */
const programs = { 'redis-server': 'redis-server', postgres: 'postgresql', initdb: 'postgresql' };

/** Debian has a folder for each version, and it is not in the path. */
const POSTGRES_VERSIONS = '/usr/lib/postgresql';

/**
 * Installs what the peer needs where it is missing, as root on Debian and by npm, and says so.
 *
 * @returns what is missing all the same, as a sentence
 */
export function preparePeer(): string | undefined {
  if (process.platform !== 'linux') return 'The peer is left out: its CPU is read from /proc, which only Linux has.';
  const missing = installPrograms();
  if (missing !== undefined) return `The peer is left out: ${missing}.`;
  try {
    installModules();
    return undefined;
  } catch {
    return 'The peer is left out: npm could not install what tests/bench/peer/package.json names.';
  }
}

/** @returns its path */
export function findProgram(name: string): string | undefined {
  const versions = existsSync(POSTGRES_VERSIONS) ? readdirSync(POSTGRES_VERSIONS) : [];
  const newestFirst = versions.sort((a, b) => Number(b) - Number(a)).map((one) => join(POSTGRES_VERSIONS, one, 'bin'));
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...newestFirst];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

function installPrograms(): string | undefined {
  const missing = () => [
    ...new Set(Object.entries(programs).flatMap(([program, brings]) => (findProgram(program) ? [] : brings))),
  ];
  const packages = missing();
  if (packages.length === 0) return undefined;
  const asked = `apt-get install --no-install-recommends ${packages.join(' ')}`;
  if (process.getuid?.() !== 0) return `run "sudo ${asked}" first`;
  process.stderr.write(`Installing Debian packages for the peer: ${packages.join(', ')}\n`);
  const aptGet = (...args: string[]) =>
    spawnSync('apt-get', ['-qq', ...args], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  aptGet('update');
  aptGet('install', '-y', '--no-install-recommends', ...packages);
  return missing().length === 0 ? undefined : `"${asked}" did not work`;
}

function installModules(): void {
  const here = import.meta.dirname;
  // What npm leaves behind when it is done.
  const done = join(here, 'node_modules/.package-lock.json');
  if (existsSync(done) && statSync(done).mtimeMs >= statSync(join(here, 'package-lock.json')).mtimeMs) return;
  process.stderr.write('Installing npm packages of the peer\n');
  const command = ['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', command, { cwd: here, stdio: ['ignore', 'ignore', 'inherit'] });
}

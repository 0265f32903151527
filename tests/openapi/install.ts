import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** These tools are installed when they are asked for: `npm ci` of Herald stays lean. @returns their folder */
export function installTools(): string {
  const here = import.meta.dirname;
  // What npm leaves behind when it is done.
  const done = join(here, 'node_modules/.package-lock.json');
  const lock = join(here, 'package-lock.json');
  if (!existsSync(done) || statSync(done).mtimeMs < statSync(lock).mtimeMs) {
    process.stderr.write('Installing the tools of tests/openapi\n');
    execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: here, stdio: 'inherit' });
  }
  return join(here, 'node_modules/.bin');
}

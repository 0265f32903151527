import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openApiDocument } from '../../shared/http/openapi.ts';
import { installTools } from './install.ts';

/** `npm run lint:openapi`: the recommended rules of Redocly and of Spectral, without an exception; a warning fails, too. */
function main(): void {
  process.env.HERALD_VERSION ??= '0.0.0';
  const tools = installTools();
  const directory = mkdtempSync(join(tmpdir(), 'herald-openapi-'));
  const file = join(directory, 'openapi.json');
  writeFileSync(file, JSON.stringify(openApiDocument()));
  writeFileSync(join(directory, 'spectral.json'), JSON.stringify({ extends: ['spectral:oas'] }));
  const linters: [string, string[]][] = [
    ['redocly', ['lint', '--extends', 'recommended-strict', file]],
    ['spectral', ['lint', '--fail-severity', 'warn', '--ruleset', join(directory, 'spectral.json'), file]],
  ];
  try {
    for (const [name, args] of linters) {
      const { status, stdout, stderr } = spawnSync(process.execPath, [join(tools, name), ...args], {
        encoding: 'utf8',
        env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
      });
      process.stderr.write(`${name}: ${status === 0 ? 'clean' : `failed\n${stdout}${stderr}`}\n`);
      if (status !== 0) process.exitCode = 1;
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

main();

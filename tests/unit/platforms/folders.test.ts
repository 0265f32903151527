import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { PlatformAdapter } from '../../../shared/platforms/contract/adapter.ts';
import { adapters } from '../../../shared/platforms/registry.ts';

const root = 'shared/platforms';
const folders = globSync(`${root}/*/adapter.ts`)
  .map((path) => path.split(/[\\/]/).at(-2)!)
  .filter((name) => name !== 'contract');
const filesOf = (folder: string, below = '') =>
  globSync(`${root}/${folder}/${below}*.ts`).map((path) => path.split(/[\\/]/).at(-1)!.replace(/\.ts$/, ''));

const needed = [
  ...['about', 'account', 'adapter', 'errors', 'find', 'metrics', 'post-address'],
  ...['preview', 'publish', 'rules', 'schemas', 'validate'],
];
const optional = ['calls', 'delete', 'discard', 'prepare', 'session', 'update'];

describe('the folder of a platform', () => {
  it.each(folders)('%s has the files that every platform has, and the rest in lib/', (folder) => {
    const files = filesOf(folder);
    expect(files).toEqual(expect.arrayContaining(needed));
    expect(files.filter((name) => ![...needed, ...optional].includes(name))).toEqual([]);
    expect(filesOf(folder, 'lib/').length).toBeLessThanOrEqual(20);
  });

  it.each(folders)('%s is in the registry', (folder) => {
    expect(readFileSync(`${root}/registry.ts`, 'utf8')).toContain(`from './${folder}/adapter.ts'`);
  });
});

it.each(Object.entries<PlatformAdapter>(adapters))(
  '%s is registered under the kind that its rules say',
  (kind, { rules }) => {
    expect(rules.kind).toBe(kind);
  },
);

it.each(Object.keys(adapters))('%s is held to the platform contract', (kind) => {
  const contracts = globSync('tests/integration/platforms/*.test.ts').map((path) => readFileSync(path, 'utf8'));
  const entries = [`standIns.${kind}`, `standIns['${kind}']`];
  expect(contracts.some((source) => entries.some((entry) => source.includes(entry)))).toBe(true);
});

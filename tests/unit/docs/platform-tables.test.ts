import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { platformPages } from '../../../docs/generate/platform-tables.ts';
import { platformKinds } from '../../../shared/platforms/registry.ts';

describe('the tables of platforms', () => {
  it.each(Object.keys(platformPages))('in %s are as the platforms say (npm run docs)', (path) => {
    expect(readFileSync(path, 'utf8')).toBe(platformPages[path]!());
  });

  it.each(platformKinds)('name %s in the README', (kind) => {
    expect(platformPages['README.md']!()).toContain(`| \`${kind}\` |`);
  });
});

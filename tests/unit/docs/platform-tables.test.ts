import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { platformPages } from '../../../docs/generate/platform-tables.ts';
import { settingsPages } from '../../../docs/generate/settings-by-kind.ts';
import { platformKinds } from '../../../shared/platforms/registry.ts';

describe('what is made of the platforms', () => {
  const pages = { ...platformPages, ...settingsPages };

  it.each(Object.keys(pages))('is in %s as they say (npm run docs)', (path) => {
    expect(readFileSync(path, 'utf8')).toBe(pages[path]!());
  });

  it.each(platformKinds)('names %s in the README', (kind) => {
    expect(platformPages['README.md']!()).toContain(`| \`${kind}\` |`);
  });
});

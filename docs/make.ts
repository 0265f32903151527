import { writeFileSync } from 'node:fs';
import { errorsMarkdown } from '../shared/http/errors-markdown.ts';
import { eventsPage } from './generate/events-page.ts';
import { limitsPage } from './generate/limits-page.ts';
import { platformPages } from './generate/platform-tables.ts';
import { scopesPage } from './generate/scopes-page.ts';
import { settingsPages } from './generate/settings-by-kind.ts';

/** Files that are made from the code, by path. `npm run docs` writes them; a test finds one that is stale. */
export const pages: Record<string, () => string> = {
  'docs/errors.md': errorsMarkdown,
  'docs/events.md': eventsPage,
  'docs/scopes.md': scopesPage,
  'docs/limits.md': limitsPage,
  ...platformPages,
  ...settingsPages,
};

if (import.meta.main) {
  for (const [path, make] of Object.entries(pages)) writeFileSync(path, make());
}

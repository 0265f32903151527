import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** `npm run test:unit`, to be run after every change: no template is made, and modules are loaded once for all files. */
export default defineConfig({
  test: {
    name: 'unit',
    root: join(import.meta.dirname, '../..'),
    include: ['tests/unit/**/*.test.ts'],
    setupFiles: ['tests/support/property-seed.ts', 'tests/unit/fresh-where-mocked.ts'],
    maxWorkers: 3,
    // Half of the time otherwise goes into loading the same modules for each file. A test takes its spies away itself.
    isolate: false,
    testTimeout: 60_000,
  },
});

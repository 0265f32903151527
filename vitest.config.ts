import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // One more than the cores: a test of a whole cloud waits now and then for a moment to pass.
    maxWorkers: 3,
    projects: [
      'tests/unit/vitest.config.ts',
      {
        test: {
          name: 'whole',
          include: ['tests/{integration,e2e,infra}/**/*.test.ts'],
          globalSetup: ['tests/support/synthesize-once.ts'],
          isolate: false,
          setupFiles: ['tests/support/fresh-modules.ts', 'tests/support/property-seed.ts'],
          // Tests side by side in one file are those that start processes and wait in real time.
          maxConcurrency: 2,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Two cores: more forks than that only make every test slower.
    maxWorkers: 2,
    projects: [
      'tests/unit/vitest.config.ts',
      {
        test: {
          name: 'whole',
          include: ['tests/{integration,e2e,infra}/**/*.test.ts'],
          globalSetup: ['tests/support/synthesize-once.ts'],
          setupFiles: ['tests/support/property-seed.ts'],
          // Tests side by side in one file are those that start processes and wait in real time.
          maxConcurrency: 2,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});

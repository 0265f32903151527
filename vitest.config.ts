import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/{unit,integration,e2e,infra}/**/*.test.ts'],
    globalSetup: ['tests/support/synthesize-once.ts'],
    setupFiles: ['tests/support/property-seed.ts'],
    // Two cores: more forks than that only make every test slower.
    maxWorkers: 2,
    // Tests side by side in one file are those that start processes and wait in real time.
    maxConcurrency: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});

import { defineConfig } from 'vitest/config';

/** Against real servers that `run.sh` starts: not part of `npm test`. */
export default defineConfig({
  test: {
    include: ['tests/peers/**/*.test.ts'],
    globalSetup: ['tests/support/synthesize-once.ts'],
    exclude: ['**/node_modules/**'],
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});

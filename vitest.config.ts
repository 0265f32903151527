import { defineConfig } from 'vitest/config';
import { FileOrder } from './tests/support/file-order.ts';

/** What these ask of a cloud is not for all: an account of another size, a deployment that misbehaves, a process of its own. */
const ownCloud = ['tests/e2e/{crash,small-account,start}.test.ts'];

const common = {
  globalSetup: ['tests/support/synthesize-once.ts'],
  isolate: false,
  setupFiles: ['tests/support/fresh-modules.ts', 'tests/support/property-seed.ts'],
  // Tests side by side in one file are those that start processes and wait in real time.
  maxConcurrency: 2,
  testTimeout: 60_000,
  hookTimeout: 60_000,
};

export default defineConfig({
  test: {
    // One more than the cores: a test of a whole cloud waits now and then for a moment to pass.
    maxWorkers: 3,
    sequence: { sequencer: FileOrder },
    projects: [
      'tests/unit/vitest.config.ts',
      {
        test: {
          ...common,
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          exclude: ownCloud,
          environment: './tests/support/one-cloud.ts',
        },
      },
      {
        test: { ...common, name: 'whole', include: ['tests/{integration,infra}/**/*.test.ts', ...ownCloud] },
      },
    ],
  },
});

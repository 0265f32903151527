import { defineConfig } from 'vitest/config';

/** Clients that others' tools make from the document: not part of `npm test`, which installs nothing further. */
export default defineConfig({
  test: {
    include: ['tests/openapi/*.test.ts'],
    globalSetup: ['tests/support/synthesize-once.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});

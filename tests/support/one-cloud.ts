import type { Environment } from 'vitest/runtime';
import { openSharedPlace } from './shared-place.ts';

/**
 * Vitest sets this up once for a process that runs many test files, and takes it down at the process's end. In between all
 * of them share one cloud: to start one and to load twenty functions takes longer than what most files do with them.
 */
export default {
  name: 'one-cloud',
  viteEnvironment: 'ssr',
  setup() {
    const close = openSharedPlace();
    return { teardown: close };
  },
} satisfies Environment;

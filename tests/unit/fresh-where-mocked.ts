import { readFileSync } from 'node:fs';
import { afterAll, expect, vi } from 'vitest';

// Modules are loaded once for all files of a process. A file that puts another module in the place of one needs its
// importers loaded anew, and leaves none of them to the files after it.
const { testPath } = expect.getState();
if (testPath === undefined) throw new Error('vitest does not say which file of tests it begins.');
if (readFileSync(testPath, 'utf8').includes('vi.mock(')) {
  vi.resetModules();
  afterAll(() => void vi.resetModules());
}

import { expect, vi } from 'vitest';
import { sharedPlace } from './shared-place.ts';

// Packages are loaded once for all test files of a process, Herald's own modules anew for each: a store's client keeps the
// address of the cloud that was there when its module was loaded. Not where the cloud of the file before is still there,
// and not for templates, which know no cloud and are made once.
const { testPath = '' } = expect.getState();
const knowsNoCloud = testPath.includes('/tests/infra/');
if (sharedPlace()?.cloud === undefined && !knowsNoCloud) vi.resetModules();

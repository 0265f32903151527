import { vi } from 'vitest';

// Packages are loaded once for all test files of a process, Herald's own modules anew for each: a store's client keeps the
// address of the cloud that was there when its module was loaded.
vi.resetModules();

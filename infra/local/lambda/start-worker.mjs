import { enableCompileCache, flushCompileCache } from 'node:module';
import { workerData } from 'node:worker_threads';

// Plain JavaScript and the first file of a function's worker thread: whatever is imported below, the runtime's stripped
// TypeScript as well as the bundle, is compiled once and read from the cache by every other worker.
enableCompileCache(workerData.compiledDirectory);
await import('./worker.ts');

// Node writes the cache when a thread ends by itself, and a worker is terminated. By this time it has run its first
// invocation, so that the functions which that needed are in the cache too.
const SETTLED_MILLISECONDS = 1_000;
setTimeout(flushCompileCache, SETTLED_MILLISECONDS).unref();

import { enableCompileCache } from 'node:module';
import { workerData } from 'node:worker_threads';

// Plain JavaScript and the first file of a function's worker thread. Node compiles everything that is imported below once
// (the stripped TypeScript of the runtime and the bundle), and every other worker reads it from the cache. Not where
// coverage is measured: V8 does not count well what it reads from a cache.
if (workerData.coverageDirectory === undefined) enableCompileCache(workerData.compiledDirectory);
await import('./worker.ts');

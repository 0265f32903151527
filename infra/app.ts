import { join } from 'node:path';
import { ConfigError } from './config.ts';
import { functionBundles } from './constructs/function-bundles.ts';

// The CDK command line says where it wants the templates; without it they go where it would have put them.
const outdir = process.env.CDK_OUTDIR ?? join(import.meta.dirname, '../cdk.out');
/** Set by `npm start` and the tests: what is checked before a deployment, and by a test, need not be checked at each start. */
const isUnchecked = process.env.HERALD_UNCHECKED === 'true';

try {
  // CDK takes a second to load; esbuild, in a process of its own, works meanwhile.
  const [{ createHeraldApp }] = await Promise.all([import('./stacks/herald-app.ts'), functionBundles()]);
  createHeraldApp({ outdir }, { isUnchecked }).synth();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

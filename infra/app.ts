import { join } from 'node:path';
import { ConfigError } from './config.ts';
import { createHeraldApp } from './stacks/herald-app.ts';

// The CDK command line says where it wants the templates; without it they go where it would have put them.
const outdir = process.env.CDK_OUTDIR ?? join(import.meta.dirname, '../cdk.out');

try {
  createHeraldApp({ outdir }).synth();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

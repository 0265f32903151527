import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';

const usage = `Usage: npm run admin -- create-tenant --name NAME [--data DIR | --stage STAGE]

  create-tenant   makes a tenant and prints its first API key, which may do everything

  --name NAME     what the tenant is called
  --data DIR      the running local cloud's folder (default: .herald)
  --stage STAGE   a deployed stage instead: reads the table's name from cdk-outputs.json, which
                  npm run deploy writes, and uses your AWS credentials and region`;

const localSchema = z.object({
  pid: z.number().int().positive(),
  awsEndpoint: z.string(),
  tableName: z.string(),
  credentials: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }),
});
const outputsSchema = z.record(z.string(), z.record(z.string(), z.string()));
const OUTPUTS_FILE = 'cdk-outputs.json';
const WRONG_USAGE = 2;

/** Runs an operator's command in either cloud: the same use case, another table. */
async function main(): Promise<void> {
  const { values, positionals } = readArguments();
  if (values.help || positionals.length === 0) return print(usage);
  if (positionals[0] !== 'create-tenant') stop(`There is no command "${positionals[0]}".\n\n${usage}`, WRONG_USAGE);
  if (!values.name) stop('A tenant needs a name: --name NAME.', WRONG_USAGE);
  if (values.stage) useDeployedStage(values.stage);
  else useLocalCloud(values.data);
  const { createTenant } = await import('../../shared/use-cases/create-tenant.ts');
  const { tenantId, apiKey } = await createTenant({ name: values.name }).catch((error: Error) => {
    if (!values.stage && codeOf(error) === 'ECONNREFUSED') return stop(notRunning(values.data));
    throw error;
  });
  print(`tenant   ${tenantId}\nAPI key  ${apiKey}\n\nThe key is shown this once: keep it somewhere safe.`);
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        name: { type: 'string' },
        stage: { type: 'string' },
        data: { type: 'string', default: '.herald' },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    return stop(`${(error as Error).message}\n\n${usage}`, WRONG_USAGE);
  }
}

function useLocalCloud(directory: string): void {
  const local = readJson(join(directory, 'local.json'), localSchema, notRunning(directory));
  // A killed cloud leaves its file behind.
  if (!isRunning(local.pid)) stop(notRunning(directory));
  process.env.AWS_ENDPOINT_URL = local.awsEndpoint;
  process.env.TABLE_NAME = local.tableName;
  process.env.AWS_REGION = 'us-east-1';
  process.env.AWS_ACCESS_KEY_ID = local.credentials.accessKeyId;
  process.env.AWS_SECRET_ACCESS_KEY = local.credentials.secretAccessKey;
}

const notRunning = (directory: string) => `No local cloud runs in ${directory}: start it with npm start.`;

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Any other error is about a process that is there.
    return codeOf(error) !== 'ESRCH';
  }
}

function useDeployedStage(stage: string): void {
  const outputs = readJson(OUTPUTS_FILE, outputsSchema, `There is no ${OUTPUTS_FILE}: run npm run deploy first.`);
  for (const [stack, values] of Object.entries(outputs)) {
    if (stack.toLowerCase().includes(`-${stage}-`) && values.TableName) process.env.TABLE_NAME = values.TableName;
  }
  if (!process.env.TABLE_NAME) stop(`${OUTPUTS_FILE} names no table of the stage "${stage}".`);
}

function readJson<Content>(path: string, shape: z.ZodType<Content>, missing: string): Content {
  try {
    return shape.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return stop(missing);
    const reason = error instanceof z.ZodError ? 'it has another shape' : (error as Error).message;
    return stop(`${path} can't be read: ${reason}.`);
  }
}

const codeOf = (error: unknown) => (error as { code?: unknown }).code;

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function stop(problem: string, exitCode = 1): never {
  process.stderr.write(`${problem}\n`);
  process.exit(exitCode);
}

await main().catch((error: Error) => stop(`${error.name}: ${error.message}`));

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const usage = `Usage: npm run admin -- create-tenant --name NAME [--data DIR | --stage STAGE]

  create-tenant   makes a tenant and prints its first API key, which may do everything

  --name NAME     what the tenant is called
  --data DIR      the running local cloud's folder (default: .herald)
  --stage STAGE   a deployed stage instead: reads the table's name from cdk-outputs.json, which
                  npm run deploy writes, and uses your AWS credentials and region`;

/** Runs an operator's command in either cloud: the same use case, another table. */
async function main(): Promise<void> {
  const { values, positionals } = readArguments();
  if (values.help || positionals.length === 0) return print(usage);
  if (positionals[0] !== 'create-tenant') stop(`There is no command "${positionals[0]}".\n\n${usage}`);
  if (!values.name) stop('A tenant needs a name: --name NAME.');
  if (values.stage) useDeployedStage(values.stage);
  else useLocalCloud(values.data);
  const { createTenant } = await import('../../shared/use-cases/create-tenant.ts');
  const { tenantId, apiKey } = await createTenant({ name: values.name });
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
    return stop(`${(error as Error).message}\n\n${usage}`);
  }
}

function useLocalCloud(directory: string): void {
  const local = readJson(
    join(directory, 'local.json'),
    `No local cloud runs in ${directory}: start it with npm start.`,
  );
  process.env.AWS_ENDPOINT_URL = String(local.awsEndpoint);
  process.env.TABLE_NAME = String(local.tableName);
  process.env.AWS_REGION = 'us-east-1';
  const { accessKeyId, secretAccessKey } = local.credentials as Record<string, string>;
  process.env.AWS_ACCESS_KEY_ID = accessKeyId;
  process.env.AWS_SECRET_ACCESS_KEY = secretAccessKey;
}

function useDeployedStage(stage: string): void {
  const outputs = readJson('cdk-outputs.json', 'There is no cdk-outputs.json: run npm run deploy first.');
  for (const [stack, values] of Object.entries(outputs as Record<string, Record<string, string>>)) {
    if (stack.toLowerCase().includes(`-${stage}-`) && values.TableName) process.env.TABLE_NAME = values.TableName;
  }
  if (!process.env.TABLE_NAME) stop(`cdk-outputs.json names no table of the stage "${stage}".`);
}

function readJson(path: string, problem: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  } catch {
    return stop(problem);
  }
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function stop(problem: string): never {
  process.stderr.write(`${problem}\n`);
  process.exit(2);
}

await main().catch((error: Error) => stop(`${error.name}: ${error.message}`));

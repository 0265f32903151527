import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { codeOf, stop } from './terminal.ts';

const outputsSchema = z.record(z.string(), z.string());
const localSchema = z.object({
  pid: z.number().int().positive(),
  awsEndpoint: z.string(),
  outputs: outputsSchema,
  credentials: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }),
});
const deployedSchema = z.record(z.string(), outputsSchema);

export const notRunning = (directory: string) => `No local cloud runs in ${directory}: start it with npm start.`;

/** Gives this process what a function of the running local cloud has. */
export function useLocalCloud(directory: string): void {
  const local = readJson(join(directory, 'local.json'), localSchema, notRunning(directory));
  // A killed cloud leaves its file behind.
  if (!isRunning(local.pid)) stop(notRunning(directory));
  process.env.AWS_ENDPOINT_URL = local.awsEndpoint;
  process.env.AWS_REGION = 'us-east-1';
  process.env.AWS_ACCESS_KEY_ID = local.credentials.accessKeyId;
  process.env.AWS_SECRET_ACCESS_KEY = local.credentials.secretAccessKey;
  setEnvironment(local.outputs);
}

/** Gives this process what a function of a deployed stage has; credentials and region are the caller's own. */
export function useDeployedStage(stage: string): void {
  const file = `cdk-outputs.${stage}.json`;
  const outputs = readJson(
    file,
    deployedSchema,
    `There is no ${file}: deploy the stage first (npm run deploy -- -c stage=${stage}).`,
  );
  for (const [stack, values] of Object.entries(outputs)) {
    if (stack.toLowerCase().includes(`-${stage}-`)) setEnvironment(values);
  }
  if (!process.env.TABLE_NAME) stop(`${file} names no table of the stage "${stage}".`);
}

/** An output of the stacks has the name of the environment variable: `TableName` is TABLE_NAME. */
function setEnvironment(outputs: Record<string, string>): void {
  for (const [name, value] of Object.entries(outputs)) {
    process.env[name.replace(/(?<!^)([A-Z])/g, '_$1').toUpperCase()] = value;
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Any other error is about a process that is there.
    return codeOf(error) !== 'ESRCH';
  }
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

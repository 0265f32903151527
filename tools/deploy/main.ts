import { spawnSync } from 'node:child_process';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { readAccountConcurrency } from './account-concurrency.ts';
import { namesConcurrency, planDeploy, stageOf } from './plan-deploy.ts';

/** `npm run deploy`: asks AWS how much may run at once, then has CDK deploy what fits into that. */
async function main(args: string[]): Promise<void> {
  const { context, says } = namesConcurrency(args)
    ? { context: [], says: [] }
    : planDeploy(await readAccountConcurrency(new LambdaClient({}), stageOf(args)));
  for (const line of says) process.stdout.write(`${line}\n`);
  const command = ['cdk', 'deploy', '--all', '--require-approval', 'broadening', '--outputs-file', 'cdk-outputs.json'];
  const { status, error } = spawnSync('npx', [...command, ...context, ...args], { stdio: 'inherit' });
  if (error !== undefined) throw error;
  process.exitCode = status ?? 1;
}

await main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(
    `${error.name}: ${error.message}\nThe account's Lambda concurrency could not be read (lambda:GetAccountSettings, ListFunctions, GetFunctionConcurrency). Check your credentials and AWS_REGION, or say it: npm run deploy -- -c accountConcurrency=1000\n`,
  );
  process.exitCode = 1;
});

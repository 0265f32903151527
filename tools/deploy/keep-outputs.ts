import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

type Outputs = Record<string, Record<string, string>>;

/**
 * CDK writes the outputs of the stacks that it has just deployed over those of the last deployment. Each stage keeps its
 * own in `cdk-outputs.<stage>.json`, where a deployment of some stacks leaves the others as they were.
 *
 * @param directory where CDK has written `cdk-outputs.json`
 * @returns the stages whose outputs were kept
 */
export function keepOutputs(directory: string): string[] {
  const written = readOutputs(join(directory, 'cdk-outputs.json'));
  const byStage = Map.groupBy(Object.entries(written), ([stack]) => /^herald-([^-]+)-/.exec(stack)?.[1]);
  return [...byStage].flatMap(([stage, stacks]) => {
    if (stage === undefined) return [];
    const path = join(directory, `cdk-outputs.${stage}.json`);
    const kept = { ...readOutputs(path), ...Object.fromEntries(stacks) };
    writeFileSync(path, `${JSON.stringify(kept, null, 2)}\n`);
    return [stage];
  });
}

function readOutputs(path: string): Outputs {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Outputs) : {};
}

if (import.meta.main) keepOutputs(process.cwd());

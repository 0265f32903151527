import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { bundleFolder, functionBundlesSync } from './function-bundles.ts';

const projectRoot = join(import.meta.dirname, '../..');

/** A function's bundle, ES modules. `entry` is its file from the project's root. */
export function functionCode(entry: string): Code {
  return Code.fromAsset(projectRoot, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // CDK never starts it: the local bundler below always succeeds or throws.
      image: DockerImage.fromRegistry('none'),
      // CDK treats two assets of one folder with equal options as the same asset.
      command: [entry],
      local: {
        tryBundle: (outputDirectory) => {
          // `NodejsFunction` starts esbuild through npx for each function, which takes five times as long.
          const bundle = join(functionBundlesSync(), bundleFolder(entry));
          if (!existsSync(bundle))
            throw new Error(`${entry} is not a function: functions are in functions/<caller>/<name>.ts.`);
          cpSync(bundle, outputDirectory, { recursive: true });
          return true;
        },
      },
    },
  });
}

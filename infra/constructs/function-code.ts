import { globSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { type BuildOptions, buildSync } from 'esbuild';

const projectRoot = join(import.meta.dirname, '../..');

/** A function's bundle, one ES module. `entry` is its file from the project's root. */
export function functionCode(entry: string): Code {
  return Code.fromAsset(projectRoot, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Never started: the local bundler below always succeeds or throws.
      image: DockerImage.fromRegistry('none'),
      // CDK takes two assets of one folder with equal options for the same one.
      command: [entry],
      local: {
        tryBundle: (outputDirectory) => {
          writeFileSync(join(outputDirectory, 'index.mjs'), bundleOf(entry));
          return true;
        },
      },
    },
  });
}

/** How every function is bundled. */
export const bundling = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  minify: true,
  // The SDK in the bundle is the one that was tested, and as ES modules it is a third smaller.
  mainFields: ['module', 'main'],
  // CommonJS dependencies call `require` for built-in modules, which an ES module does not have.
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  // twitter-text means the package of this name, not Node's deprecated module.
  alias: { punycode: 'punycode/' },
  logLevel: 'warning',
} as const satisfies BuildOptions;

let bundles: Map<string, Uint8Array> | undefined;

function bundleOf(entry: string): Uint8Array {
  bundles ??= bundleAll();
  const bundle = bundles.get(entry.replace(/\.ts$/, '.mjs'));
  if (bundle === undefined) throw new Error(`${entry} is no function: functions/<group>/<name>.ts is where they live.`);
  return bundle;
}

/**
 * Every function in one run of esbuild, which reads each shared file once: `NodejsFunction` starts esbuild through npx
 * for each function, which takes five times as long, and every `npm start` waits for it.
 */
function bundleAll(): Map<string, Uint8Array> {
  const { outputFiles } = buildSync({
    entryPoints: globSync('functions/*/*.ts', { cwd: projectRoot }).filter((path) => !path.includes('admin')),
    absWorkingDir: projectRoot,
    outdir: projectRoot,
    outbase: projectRoot,
    outExtension: { '.js': '.mjs' },
    write: false,
    ...bundling,
    // What is measured is found again in the sources.
    ...(process.env.HERALD_COVERAGE && { sourcemap: 'inline', minify: false }),
  });
  return new Map(outputFiles.map(({ path, contents }) => [path.slice(projectRoot.length + 1), contents]));
}

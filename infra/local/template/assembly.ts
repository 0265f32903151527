import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Template } from './template.ts';

export interface Stack {
  /** The name that CloudFormation would know it by. */
  name: string;
  template: Template;
  /** Folder or file of an asset, by the key it would have in the assets bucket. */
  assets: Map<string, string>;
}

interface Artifact {
  type: string;
  dependencies?: string[];
  properties?: { templateFile?: string; stackName?: string; file?: string };
}

interface AssetManifest {
  files?: Record<string, { source: { path?: string }; destinations: Record<string, { objectKey: string }> }>;
}

const STACK = 'aws:cloudformation:stack';
const ASSETS = 'cdk:asset-manifest';

/**
 * Reads what `cdk synth` wrote.
 * @returns the stacks, each after those it depends on
 * @throws Error when the folder holds no synthesized app
 */
export function readAssembly(directory: string): Stack[] {
  const { artifacts } = readManifest(directory);
  const stacks = Object.keys(artifacts).filter((id) => artifacts[id]?.type === STACK);
  return inDependencyOrder(stacks, artifacts).map((id) => {
    const { properties = {}, dependencies = [] } = artifacts[id]!;
    return {
      name: properties.stackName ?? id,
      template: readJson<Template>(join(directory, properties.templateFile ?? `${id}.template.json`)),
      assets: assetsOf(
        directory,
        dependencies.map((dependency) => artifacts[dependency]),
      ),
    };
  });
}

function readManifest(directory: string): { artifacts: Record<string, Artifact> } {
  try {
    return readJson(join(directory, 'manifest.json'));
  } catch (cause) {
    throw new Error(`${directory} holds no synthesized app: its manifest.json can't be read.`, { cause });
  }
}

function inDependencyOrder(stacks: string[], artifacts: Record<string, Artifact>): string[] {
  const ordered = new Set<string>();
  const visit = (id: string) => {
    if (ordered.has(id)) return;
    for (const dependency of artifacts[id]?.dependencies ?? []) {
      if (artifacts[dependency]?.type === STACK) visit(dependency);
    }
    ordered.add(id);
  };
  for (const id of stacks) visit(id);
  return [...ordered];
}

function assetsOf(directory: string, dependencies: (Artifact | undefined)[]): Map<string, string> {
  const assets = new Map<string, string>();
  for (const artifact of dependencies) {
    if (artifact?.type !== ASSETS || !artifact.properties?.file) continue;
    const { files = {} } = readJson<AssetManifest>(join(directory, artifact.properties.file));
    for (const { source, destinations } of Object.values(files)) {
      if (source.path === undefined) continue;
      for (const { objectKey } of Object.values(destinations)) assets.set(objectKey, join(directory, source.path));
    }
  }
  return assets;
}

const readJson = <T>(path: string): T => JSON.parse(readFileSync(path, 'utf8')) as T;

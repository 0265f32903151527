import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sourceDigest } from '../../source-digest.ts';

const projectRoot = join(import.meta.dirname, '../../..');
/** What the template and the bundles are made from. */
const SOURCES = ['cdk.json', 'functions', 'infra', 'package.json', 'shared'];
/** It reads the template and has no part in it. */
const WITHOUT = ['infra/local/'];
const OWN_NAME = /^[0-9a-f]{16}(\.unfinished)?$/;

/** The template could not be made; the message ends with what CDK said. */
export class SynthesisError extends Error {
  override readonly name = 'SynthesisError';
}

/**
 * The synthesized app for the code as it is now: made when it is missing, and kept for the next start.
 * @param directory where synthesized apps are kept
 * @param onSynthesis called when it has to be made, which takes some seconds
 * @throws SynthesisError
 */
export async function synthesizedTemplate(directory: string, onSynthesis: () => void): Promise<string> {
  for (let isTold = false; ; isTold = true) {
    const wanted = sourceDigest(SOURCES, WITHOUT);
    const path = join(directory, wanted);
    if (existsSync(join(path, 'manifest.json'))) return path;

    if (!isTold) onSynthesis();
    mkdirSync(directory, { recursive: true });
    for (const name of readdirSync(directory)) {
      // Other files in the folder may be the user's.
      if (OWN_NAME.test(name)) rmSync(join(directory, name), { recursive: true, force: true });
    }
    // Only a whole one gets the name: a start that is stopped halfway leaves nothing that looks right.
    const unfinished = `${path}.unfinished`;
    await synthesize(unfinished);
    // Code that was edited meanwhile is in there under the name of the code before: whoever goes back to that would get it.
    if (sourceDigest(SOURCES, WITHOUT) === wanted) renameSync(unfinished, path);
  }
}

async function synthesize(CDK_OUTDIR: string): Promise<void> {
  try {
    await promisify(execFile)(process.execPath, ['infra/app.ts'], {
      cwd: projectRoot,
      env: { ...process.env, CDK_OUTDIR, HERALD_UNCHECKED: 'true' },
      maxBuffer: 64 * 1024 * 1024,
    });
  } catch (cause) {
    const { stderr, message } = cause as Error & { stderr?: string };
    throw new SynthesisError(`The template could not be synthesized:\n${stderr?.trim() || message}`, { cause });
  }
}

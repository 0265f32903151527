import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type * as z from 'zod';
import { FolderBrokenError } from '../state/state-folder-errors.ts';

/** Writes JSON that only this user may read. A reader of the path finds a whole file or none. */
export function writePrivateJson(path: string, content: object): void {
  const unfinished = `${path}.unfinished`;
  // A file that is there already would keep its own mode.
  rmSync(unfinished, { force: true });
  writeFileSync(unfinished, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(unfinished, path);
}

/** `undefined` when there is no such file. @throws FolderBrokenError */
export function readPrivateJson<Content>(path: string, shape: z.ZodType<Content>): Content | undefined {
  try {
    const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const read = shape.safeParse(content);
    if (read.success) return read.data;
    throw new Error(`${basename(path)} is not as Herald wrote it`);
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return undefined;
    throw new FolderBrokenError(dirname(path), error);
  }
}

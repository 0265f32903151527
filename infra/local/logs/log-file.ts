import { appendFileSync, renameSync, statSync } from 'node:fs';

const MAX_FILE_BYTES = 5 * 1024 * 1024;

/** @returns what appends to a file that this user alone may read; when full it moves to `<path>.1` and starts anew */
export function openLogFile(path: string): (chunk: Buffer | string) => void {
  let size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return (chunk) => {
    size += Buffer.byteLength(chunk);
    if (size > MAX_FILE_BYTES) {
      renameSync(path, `${path}.1`);
      size = Buffer.byteLength(chunk);
    }
    appendFileSync(path, chunk, { mode: 0o600 });
  };
}

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { openLogFile } from './log-file.ts';

export interface FunctionLogsOptions {
  /** One file per function, and one more with what no longer fits into it; no files without. */
  directory?: string;
  /** Called with each whole line, e.g. to show it in the terminal. */
  onLine?(functionName: string, line: string): void;
}

/** Where the output of functions goes. */
export class FunctionLogs {
  readonly #options: FunctionLogsOptions;

  constructor(options: FunctionLogsOptions) {
    this.#options = options;
    if (options.directory) mkdirSync(options.directory, { recursive: true, mode: 0o700 });
  }

  /** @param functionName as its construct is called: that is the name people know @returns where it writes to */
  of(functionName: string): (chunk: Buffer | string) => void {
    const { directory, onLine } = this.#options;
    const toFile = directory === undefined ? undefined : openLogFile(join(directory, `${functionName}.log`));
    const toLines = onLine && lineSplitter((line) => onLine(functionName, line));
    return (chunk) => {
      toFile?.(chunk);
      toLines?.(chunk);
    };
  }
}

function lineSplitter(onLine: (line: string) => void): (chunk: Buffer | string) => void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  return (chunk) => {
    const lines = (rest + (typeof chunk === 'string' ? chunk : decoder.write(chunk))).split('\n');
    rest = lines.pop()!;
    for (const line of lines) onLine(line);
  };
}

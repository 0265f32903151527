/** What Lambda writes into a function's log when its process ends, runs out of time or of memory. */
const DEATH = /Runtime\.ExitError|Runtime exited|Sandbox\.Timedout|Task timed out|Init phase timed out/;
const MAX_LINE = 300;

/** The invocations that died: an error that a function answers is none. */
export class Deaths {
  readonly found: string[] = [];

  read(functionName: string, line: string): void {
    if (DEATH.test(line)) this.found.push(`${functionName}: ${line.slice(0, MAX_LINE)}`);
  }
}

export const WRONG_USAGE = 2;

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

export function stop(problem: string, exitCode = 1): never {
  process.stderr.write(`${problem}\n`);
  process.exit(exitCode);
}

export const codeOf = (error: unknown) => (error as { code?: unknown }).code;

import { parseArgs } from 'node:util';

export interface CrashOptions {
  runs: number;
  seed: string;
  /** Number of the first run. */
  from: number;
}

/** @throws Error for an option that is wrong, in one sentence */
export function readOptions(args: string[]): CrashOptions {
  const { values } = parseArgs({
    args,
    options: {
      runs: { type: 'string', default: '100' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
      from: { type: 'string', default: '1' },
    },
  });
  return { runs: positive('runs', values.runs), seed: values.seed, from: positive('from', values.from) };
}

function positive(name: string, value: string): number {
  const number = Number(value);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new Error(`--${name} is ${JSON.stringify(value)}: give a whole number from 1 on.`);
}

import { parseArgs } from 'node:util';

export interface FuzzOptions {
  seed: string;
  count: number;
}

/** @throws Error for an option that is wrong, in one sentence */
export function readOptions(args: string[]): FuzzOptions {
  const { values } = parseArgs({
    args,
    options: {
      seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
      count: { type: 'string', default: '2000' },
    },
  });
  const count = Number(values.count);
  if (Number.isSafeInteger(count) && count > 0) return { seed: values.seed, count };
  throw new Error(`--count is ${JSON.stringify(values.count)}: give a whole number from 1 on.`);
}

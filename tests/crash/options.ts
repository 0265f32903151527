import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type { AwsBehaviour } from '../../infra/local/faults/aws-behaviour.ts';
import { crashBehaviour } from './behaviour.ts';

export interface CrashOptions {
  runs: number;
  seed: string;
  /** Number of the first run. */
  from: number;
  /** Clouds that run side by side, each in a process of its own. */
  jobs: number;
  /** What AWS does beside the faults. */
  behaviour: AwsBehaviour;
}

const on = { type: 'boolean', default: true } as const;

/** @throws Error for an option that is wrong, in one sentence */
export function readOptions(args: string[]): CrashOptions {
  const { values } = parseArgs({
    args,
    allowNegative: true,
    options: {
      runs: { type: 'string', default: '100' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
      from: { type: 'string', default: '1' },
      conflicts: on,
      lag: on,
      duplicates: on,
      jobs: { type: 'string', default: String(availableParallelism()) },
    },
  });
  const { transactionHoldMs, indexLagMs, duplicates } = crashBehaviour;
  return {
    runs: positive('runs', values.runs),
    seed: values.seed,
    from: positive('from', values.from),
    jobs: positive('jobs', values.jobs),
    behaviour: {
      ...(values.conflicts && { transactionHoldMs }),
      ...(values.lag && { indexLagMs }),
      ...(values.duplicates && { duplicates }),
    },
  };
}

function positive(name: string, value: string): number {
  const number = Number(value);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new Error(`--${name} is ${JSON.stringify(value)}: give a whole number from 1 on.`);
}

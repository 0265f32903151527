import { parseArgs } from 'node:util';

export interface StartOptions {
  fresh: boolean;
  port: number;
  /** Folder of all state. */
  data: string;
  /** Folder of a synthesized app to run instead of making one. */
  template?: string;
  demo: boolean;
  jitterSeconds: number;
  verbose: boolean;
}

export const usage = `Usage: npm start -- [options]

Runs Herald on this machine, without an AWS account.

  --fresh            drops all data first
  --port N           port of the API (default 4700; 0 takes any free one)
  --data DIR         folder that keeps the data (default .herald)
  --template DIR     runs what "npm run synth" wrote there instead of making it anew
  --no-demo          shows no demonstration on fresh data
  --jitter SECONDS   how late Scheduler may fire (default 60, as on AWS)
  --verbose          shows what the functions log
  --help             shows this`;

/** The command line can't be read; the message is one sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** @returns 'help' when that was asked for @throws UsageError */
export function readOptions(args: string[]): StartOptions | 'help' {
  const values = parse(args);
  if (values.help) return 'help';
  return {
    fresh: values.fresh,
    port: wholeNumber('--port', values.port, 65_535),
    data: folderName('--data', values.data),
    ...(values.template !== undefined && { template: folderName('--template', values.template) }),
    demo: !values['no-demo'],
    jitterSeconds: wholeNumber('--jitter', values.jitter, 3600),
    verbose: values.verbose,
  };
}

function parse(args: string[]) {
  const flag = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({
      args: withNegativeNumbers(args),
      options: {
        fresh: flag,
        port: { type: 'string', default: '4700' },
        data: { type: 'string', default: '.herald' },
        template: { type: 'string' },
        'no-demo': flag,
        jitter: { type: 'string', default: '60' },
        verbose: flag,
        help: flag,
      },
    }).values;
  } catch (error) {
    // Node's message goes on with advice about positional arguments.
    const [problem = ''] = (error as Error).message.split(/\.\s/);
    throw new UsageError(`${problem}; "npm start -- --help" shows the options there are.`);
  }
}

/** parseArgs takes the -1 in "--port -1" for an option, and says so at length. */
function withNegativeNumbers(args: string[]): string[] {
  return args.flatMap((arg, index) => {
    if (/^-\d/.test(arg) && NUMBER_OPTIONS.has(args[index - 1] ?? '')) return [];
    const next = args[index + 1] ?? '';
    return NUMBER_OPTIONS.has(arg) && /^-\d/.test(next) ? `${arg}=${next}` : arg;
  });
}

const NUMBER_OPTIONS = new Set(['--port', '--jitter']);

function folderName(option: string, text: string): string {
  if (text.trim() !== '') return text;
  throw new UsageError(`${option} takes the name of a folder, and it is empty.`);
}

function wholeNumber(option: string, text: string, largest: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= largest) return value;
  throw new UsageError(`${option} takes a whole number from 0 to ${largest}, and not "${text}".`);
}

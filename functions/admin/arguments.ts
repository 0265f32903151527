import { parseArgs } from 'node:util';
import { deadLetterQueueNameSchema, deadLetterQueueNames } from '../../shared/operations/dead-letters.ts';
import { stop, WRONG_USAGE } from './terminal.ts';

export const usage = `Usage: npm run admin -- COMMAND [options] [--data DIR | --stage STAGE]

  create-tenant --name NAME
      makes a tenant and prints its first API key, which may do everything
  create-key --tenant ID [--name NAME] [--scopes LIST]
      makes a key for a tenant that has lost its own; LIST has commas (default: admin)
  set-limit --tenant ID --name NAME --value N
      raises or lowers how much a tenant may have or do; docs/limits.md has the names
  move-credentials --to kms|secrets-manager [--tenant ID]
      moves the credentials of every account that has them elsewhere; new ones go where the deployment says
  reconcile [--dry-run] [--tenant ID]
      compares every post that has not gone out with all schedules, both ways, and repairs what does not match;
      counts again how much each tenant has of what is limited;
      with --dry-run it only prints what it would do
  replay-dead-letters [--queue QUEUE] [--max N]
      sends dead letters back to where they failed, for all tenants: at most N messages (default 100);
      QUEUE is one of ${deadLetterQueueNames.join(', ')}

  --data DIR      the running local cloud's folder (default: .herald)
  --stage STAGE   a deployed stage instead: reads names from cdk-outputs.STAGE.json, which npm run deploy
                  writes, and uses your AWS credentials and region`;

export type Arguments = ReturnType<typeof readArguments>;

export function readArguments() {
  const { values, positionals } = parse();
  return { ...values, command: positionals[0], queue: queueOf(values.queue), max: numberOf(values.max) };
}

function parse() {
  const flag = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        name: { type: 'string' },
        value: { type: 'string' },
        tenant: { type: 'string' },
        to: { type: 'string' },
        scopes: { type: 'string' },
        'dry-run': flag,
        queue: { type: 'string' },
        max: { type: 'string', default: '100' },
        stage: { type: 'string' },
        data: { type: 'string', default: '.herald' },
        help: flag,
      },
    });
  } catch (error) {
    return stop(`${(error as Error).message}\n\n${usage}`, WRONG_USAGE);
  }
}

function queueOf(name: string | undefined) {
  const queue = deadLetterQueueNameSchema.optional().safeParse(name);
  if (queue.success) return queue.data;
  return stop(
    `There is no dead-letter queue "${name}": --queue takes one of ${deadLetterQueueNames.join(', ')}.`,
    WRONG_USAGE,
  );
}

function numberOf(text: string): number {
  const max = Number(text);
  if (/^\d+$/.test(text) && max > 0) return max;
  return stop(`--max takes a whole number from 1, and not "${text}".`, WRONG_USAGE);
}

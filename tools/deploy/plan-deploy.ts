import { planConcurrency, USUAL_ACCOUNT } from '../../infra/concurrency.ts';
import type { AccountConcurrency } from './account-concurrency.ts';

const QUOTA = 'Service Quotas > AWS Lambda > "Concurrent executions" (L-B99A9384)';

/** The arguments that CDK gets beside the caller's own, and what the caller is told first. */
export function planDeploy({ limit, available }: AccountConcurrency): { context: string[]; says: string[] } {
  const { reserved, publish, checks, imports, feeds, metrics } = planConcurrency(available);
  const has = `Lambda runs ${limit} executions at once in this account and region, ${available} of them can be Herald's.`;
  const context = ['-c', `accountConcurrency=${available}`];
  if (reserved !== undefined) {
    const parts = `${reserved.publish} for Publish, ${reserved.wake} for Wake and ${reserved.authorizer} for the authorizer`;
    return { context, says: [has, `Set apart: ${parts}.`] };
  }
  return {
    context,
    says: [
      has,
      `That is too few to set any apart. At once, at most: ${publish} publish messages, ${checks} batches of checks, ${imports} import, ${feeds} feed and ${metrics} metrics messages.`,
      `Posts may be late while much happens at once. Ask AWS for ${USUAL_ACCOUNT}: ${QUOTA}. Then deploy again.`,
    ],
  };
}

/** The stage that the arguments for CDK name, as `-c stage=prod` or `--context=stage=prod`; default: that of cdk.json. */
export function stageOf(args: readonly string[]): string {
  const values = args.flatMap((text, index) => {
    const [, inline] = /^(?:-c|--context)=(.+)$/.exec(text) ?? [];
    return inline ?? (text === '-c' || text === '--context' ? (args[index + 1] ?? []) : []);
  });
  return values.findLast((value) => value.startsWith('stage='))?.slice('stage='.length) ?? 'dev';
}

/** Whether the caller has said it: then AWS is not asked. */
export const namesConcurrency = (args: readonly string[]) => args.some((text) => text.includes('accountConcurrency='));

import {
  GetAccountSettingsCommand,
  type GetFunctionConcurrencyCommand,
  LambdaClient,
  ListFunctionsCommand,
} from '@aws-sdk/client-lambda';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { LEFT_BESIDE_API, LEFT_FOR_OTHERS, planConcurrency } from '../../infra/concurrency.ts';
import { readAccountConcurrency } from '../../tools/deploy/account-concurrency.ts';
import { namesConcurrency, planDeploy, stageOf } from '../../tools/deploy/plan-deploy.ts';
import { synthesize } from './support/synthesize.ts';

const queuesOf = ({ publish, checks, imports, feeds, metrics }: ReturnType<typeof planConcurrency>) => [
  publish,
  checks,
  imports,
  feeds,
  metrics,
];

describe('the concurrency of an account', () => {
  it('keeps executions for Publish, Wake and the authorizer, so that nothing else can use them up', () => {
    const functions = synthesize('dev').resources('AWS::Lambda::Function');
    const reserved = functions.flatMap(({ name, properties }) =>
      properties.ReservedConcurrentExecutions === undefined ? [] : [[name, properties.ReservedConcurrentExecutions]],
    );
    expect(Object.fromEntries(reserved)).toEqual({ Authorizer: 400, Wake: 100, Publish: 50 });
  });

  it('sets nothing apart in an account of 10, and gives its queues as little as Lambda allows', () => {
    const small = synthesize('dev', { accountConcurrency: 10 });
    const functions = small.resources('AWS::Lambda::Function');
    expect(functions.every(({ properties }) => properties.ReservedConcurrentExecutions === undefined)).toBe(true);
    const scaling = small
      .resources('AWS::Lambda::EventSourceMapping')
      .flatMap(({ properties }) => properties.ScalingConfig?.MaximumConcurrency ?? []);
    expect(scaling).toEqual([2, 2, 2, 2, 2]);
    const parallel = small
      .resources('AWS::Lambda::EventSourceMapping')
      .map(({ properties }) => properties.ParallelizationFactor ?? 1);
    expect(Math.max(...parallel)).toBe(1);
  });

  it('is never promised twice, whatever the account has: AWS keeps a hundred, and the API a third of a small one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 5_000 }), (available) => {
        const plan = planConcurrency(available);
        expect(Math.min(...queuesOf(plan))).toBeGreaterThanOrEqual(2);
        if (plan.reserved !== undefined) {
          const inAll = Object.values(plan.reserved).reduce((sum, each) => sum + each, 0);
          expect(available - inAll).toBeGreaterThanOrEqual(LEFT_FOR_OTHERS);
          // The gateway answers 500 where the authorizer is throttled, and does not try again.
          expect(plan.requests).toBeLessThanOrEqual(plan.reserved.authorizer);
          // As it does where the function behind it is.
          expect(plan.requests + LEFT_BESIDE_API).toBeLessThanOrEqual(available - inAll);
          expect(plan.publish).toBeLessThanOrEqual(plan.reserved.publish);
        } else {
          const inAll = queuesOf(plan).reduce((sum, each) => sum + each, 0);
          expect(inAll).toBeLessThanOrEqual(Math.max(10, (available * 2) / 3));
          // Of four shards.
          expect(4 * plan.wakeUps).toBeLessThanOrEqual(Math.max(4, available / 10));
        }
      }),
    );
  });
});

describe('npm run deploy', () => {
  afterEach(() => void vi.restoreAllMocks());

  /** An account of AWS as its API describes one; Herald itself was never deployed by a test. */
  function lambdaWith(limit: number, unreserved: number, functions: Record<string, number> = {}): LambdaClient {
    const lambda = new LambdaClient({ region: 'eu-central-1' });
    vi.spyOn(lambda, 'send').mockImplementation((async (command: unknown) => {
      if (command instanceof GetAccountSettingsCommand) {
        return { AccountLimit: { ConcurrentExecutions: limit, UnreservedConcurrentExecutions: unreserved } };
      }
      if (command instanceof ListFunctionsCommand) {
        return { Functions: Object.keys(functions).map((FunctionName) => ({ FunctionName })) };
      }
      const { FunctionName = '' } = (command as GetFunctionConcurrencyCommand).input;
      return { ReservedConcurrentExecutions: functions[FunctionName] };
    }) as never);
    return lambda;
  }

  it('tells a new account of 10 what it gets, and what to ask AWS for', async () => {
    const { context, says } = planDeploy(await readAccountConcurrency(lambdaWith(10, 10), 'dev'));
    expect(context).toEqual(['-c', 'accountConcurrency=10']);
    expect(says.join(' ')).toContain('too few to set any apart');
    expect(says.join(' ')).toContain('Ask AWS for 1000');
    expect(says.join(' ')).toContain('L-B99A9384');
  });

  it('takes its own reservations of the last deployment for free, and those of others not', async () => {
    const functions = {
      'herald-prod-posts-Wake1': 100,
      'herald-prod-posts-Publish2': 50,
      'other-thing': 600,
      'herald-prod-api-Api3': 0,
    };
    const account = await readAccountConcurrency(lambdaWith(1_000, 250, functions), 'prod');
    expect(account).toEqual({ limit: 1_000, available: 400 });
    expect(planDeploy(account).says.join(' ')).toContain('Set apart: 50 for Publish, 100 for Wake');
    expect(planDeploy(await readAccountConcurrency(lambdaWith(1_000, 250, functions), 'dev')).context).toEqual([
      '-c',
      'accountConcurrency=250',
    ]);
  });

  it.each([
    [['-c', 'stage=prod'], 'prod'],
    [['--context', 'alarmEmail=a', '-c', 'stage=prod'], 'prod'],
    [['--context=stage=prod'], 'prod'],
    [[], 'dev'],
  ])('finds the stage in %j', (args, stage) => {
    expect(stageOf(args)).toBe(stage);
  });

  it('does not ask AWS where the caller says it', () => {
    expect(namesConcurrency(['-c', 'accountConcurrency=200'])).toBe(true);
    expect(namesConcurrency(['-c', 'stage=prod'])).toBe(false);
  });
});

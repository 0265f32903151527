import { describe, expect, it } from 'vitest';
import { FunctionFailure } from '../../../infra/local/cloud/local-cloud.ts';
import { allow, att, lambdaFunction, ref, table } from './fixtures/template.ts';
import { eventually, startFixture } from './support.ts';

const template = {
  Resources: {
    Table: table,
    ...lambdaFunction('Task', { handler: 'index.task', asset: 'work', timeout: 1, environment: { COLOUR: 'red' } }),
    ...lambdaFunction('Hungry', { handler: 'index.task', asset: 'work', timeout: 20 }),
    ...lambdaFunction('Missing', { handler: 'index.nothing', asset: 'work' }),
    ...lambdaFunction('Store', {
      handler: 'index.handler',
      asset: 'store',
      statements: [allow(['dynamodb:GetItem'], att('Table'))],
      environment: { TABLE_NAME: ref('Table') },
    }),
  },
};

const failureOf = async (promise: Promise<unknown>) => {
  const failure = await promise.then(
    () => undefined,
    (error) => error,
  );
  expect(failure).toBeInstanceOf(FunctionFailure);
  return (failure as FunctionFailure).error;
};

describe('a function', () => {
  it('finds in its environment what the template and Lambda give it, and nothing of this process', async () => {
    process.env.HERALD_TEST_SECRET = 'leaked';
    const cloud = await startFixture(template);
    const environment = (await cloud.invoke('Task', { environment: true })) as Record<string, string>;
    delete process.env.HERALD_TEST_SECRET;
    expect(environment).toMatchObject({
      COLOUR: 'red',
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL: cloud.awsEndpoint,
      AWS_LAMBDA_FUNCTION_NAME: 'Fixture-Task',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
    });
    const own = Object.keys(environment).filter(
      (name) => !/^(AWS_|COLOUR|LAMBDA_TASK_ROOT|_HANDLER|_X_AMZN_TRACE_ID|TZ)/.test(name),
    );
    expect(own).toEqual([]);
  });

  it('gets a context with its name and the time that is left', async () => {
    const cloud = await startFixture(template);
    const context = (await cloud.invoke('Task', { context: true })) as Record<string, unknown>;
    expect(context).toMatchObject({ functionName: 'Fixture-Task', memoryLimitInMB: '256', functionVersion: '$LATEST' });
    expect(context.remaining).toBeGreaterThan(500);
    expect(context.remaining).toBeLessThanOrEqual(1000);
  });

  it('is killed at its timeout even in an endless loop, and works again in the next invocation', async () => {
    const cloud = await startFixture(template);
    expect(await failureOf(cloud.invoke('Task', { spin: true }))).toMatchObject({
      errorType: 'Sandbox.Timedout',
      errorMessage: 'Task timed out after 1.00 seconds',
    });
    expect(await cloud.invoke('Task', { n: 1 })).toEqual({ input: { n: 1 } });
  });

  it('fails the invocation and not the cloud when it exits, crashes, throws, uses up its memory or has no handler', async () => {
    const cloud = await startFixture(template);
    expect(await failureOf(cloud.invoke('Task', { exit: true }))).toMatchObject({
      errorType: 'Runtime.ExitError',
      errorMessage: 'Runtime exited with error: exit status 3',
    });
    expect(await failureOf(cloud.invoke('Task', { crash: true }))).toMatchObject({ errorType: 'RangeError' });
    const thrown = await failureOf(cloud.invoke('Task', { fail: true }));
    expect(thrown).toMatchObject({ errorType: 'Error', errorMessage: 'on purpose' });
    expect(thrown.stackTrace?.[0]).toBe('Error: on purpose');
    expect(await failureOf(cloud.invoke('Hungry', { hog: true }))).toMatchObject({
      errorMessage: 'Runtime exited with error: signal: killed',
    });
    expect(await failureOf(cloud.invoke('Missing', {}))).toMatchObject({ errorType: 'Runtime.HandlerNotFound' });
    expect(await failureOf(cloud.invoke('Task', { large: 7_000_000 }))).toMatchObject({
      errorType: 'Function.ResponseSizeTooLarge',
    });
  });

  it('is refused by IAM what its role is not granted', async () => {
    const cloud = await startFixture(template);
    expect(await cloud.invoke('Store', { pk: 'a' })).toEqual({ found: false, write: 'AccessDeniedException' });
  });

  it('lives in the moved time', async () => {
    const cloud = await startFixture(template);
    const week = 7 * 24 * 3600 * 1000;
    const realNow = Date.now();
    await cloud.advance(week);
    await cloud.invoke('Task', {});
    await cloud.idle();
    await eventually(() => cloud.lines.length).toBe(1);
    expect(Date.parse(cloud.lines[0]?.now as string)).toBeGreaterThanOrEqual(realNow + week);
  });
});

import { DescribeEventBusCommand } from '@aws-sdk/client-eventbridge';
import { describe, expect, it, vi } from 'vitest';
import { AwsError } from '../../../infra/local/aws/aws-error.ts';
import { eventually, queueArn, receiveOne } from './support/local-aws.ts';
import { allowRuleToInvoke, allowRuleToSend, Bus, published, put, RULE_ARN, startWithRule } from './support/rules.ts';

describe('targets', () => {
  it.each([
    { Input: '{"fixed":true}' },
    { InputPath: '$.detail' },
    { InputTransformer: { InputPathsMap: { id: '$.detail.id' }, InputTemplate: '{"id":<id>}' } },
    { SqsParameters: { MessageGroupId: 'a' } },
  ])('receive whole events: %j is refused', async (target) => {
    const [member] = Object.keys(target);
    await expect(startWithRule(target)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(`the local cloud does not know the member ${member} of 'targets.0'`),
    });
  });

  it('may be queues, if the queue’s policy lets the rule send', async () => {
    const bench = await startWithRule({ Arn: queueArn('inbox') });
    allowRuleToSend(bench, 'inbox');
    await put(bench, published);
    expect(JSON.parse((await receiveOne(bench, 'inbox')).body ?? '')).toMatchObject({ detail: { id: 7 } });
  });

  it('that a rule may not send to leave their event in the dead-letter queue without another attempt', async () => {
    const bench = await startWithRule({ Arn: queueArn('inbox'), DeadLetterConfig: { Arn: queueArn('dead') } });
    allowRuleToSend(bench, 'inbox', `${RULE_ARN}-other`);
    allowRuleToSend(bench, 'dead');
    await put(bench, published);
    const { body, attributes } = await receiveOne(bench, 'dead');
    expect(JSON.parse(body ?? '')).toMatchObject({ 'detail-type': 'post.published' });
    expect(attributes).toEqual({
      RULE_ARN,
      TARGET_ARN: queueArn('inbox'),
      ERROR_CODE: 'NO_PERMISSIONS',
      ERROR_MESSAGE: expect.stringContaining('no resource-based policy allows the sqs:SendMessage action'),
      RETRY_ATTEMPTS: '0',
    });
  });

  it('that are functions must let the rule invoke them', async () => {
    const bench = await startWithRule({ DeadLetterConfig: { Arn: queueArn('dead') } });
    allowRuleToInvoke(bench, `${RULE_ARN}-other`);
    allowRuleToSend(bench, 'dead');
    await put(bench, published);
    expect((await receiveOne(bench, 'dead')).attributes).toMatchObject({
      ERROR_CODE: 'NO_PERMISSIONS',
      ERROR_MESSAGE: expect.stringContaining('lambda:InvokeFunction'),
    });
    expect(bench.invocations).toEqual([]);
  });

  it('that are missing leave their event in the dead-letter queue at once', async () => {
    const invokeFunction = async () => {
      throw new AwsError('ResourceNotFoundException', 'Function not found');
    };
    const bench = await startWithRule({ DeadLetterConfig: { Arn: queueArn('dead') } }, { invokeFunction });
    allowRuleToSend(bench, 'dead');
    await put(bench, published);
    expect((await receiveOne(bench, 'dead')).attributes).toMatchObject({ ERROR_CODE: 'NO_RESOURCE' });
  });

  it('that fail are tried again, then leave their event in the dead-letter queue', async () => {
    const invokeFunction = vi.fn(async () => Promise.reject(new Error('busy')));
    const target = { DeadLetterConfig: { Arn: queueArn('dead') }, RetryPolicy: { MaximumRetryAttempts: 1 } };
    const bench = await startWithRule(target, { invokeFunction });
    allowRuleToSend(bench, 'dead');
    await put(bench, published);
    await eventually(() => expect(invokeFunction).toHaveBeenCalledTimes(1));
    await bench.events.send(new DescribeEventBusCommand({ Name: Bus }));
    bench.clock.advance(1000);
    expect((await receiveOne(bench, 'dead')).attributes).toMatchObject({
      ERROR_CODE: 'ERROR_FROM_TARGET',
      ERROR_MESSAGE: 'busy',
      RETRY_ATTEMPTS: '1',
      EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
    });
    expect(invokeFunction).toHaveBeenCalledTimes(2);
  });
});

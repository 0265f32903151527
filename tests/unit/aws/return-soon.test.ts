import { type ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest';
import { returnSoon } from '../../../shared/aws/return-soon.ts';
import { logger } from '../../../shared/kernel/logger.ts';

const received = (times: number) =>
  ({ messageId: 'm', receiptHandle: 'r', attributes: { ApproximateReceiveCount: String(times) } }) as SQSRecord;

describe('a message whose work has failed', () => {
  let send: MockInstance<SQSClient['send']>;
  beforeEach(() => {
    vi.stubEnv('PUBLISH_QUEUE_URL', 'http://localhost/publish');
    send = vi.spyOn(SQSClient.prototype, 'send').mockImplementation(async () => ({}));
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });
  const pauses = () => send.mock.calls.map(([command]) => (command as ChangeMessageVisibilityCommand).input);

  it('comes again in seconds twice, and then by the visibility timeout of its queue', async () => {
    for (const times of [1, 2, 3, 4, 5]) await returnSoon('PUBLISH_QUEUE_URL', received(times));
    expect(pauses()).toMatchObject([{ ReceiptHandle: 'r' }, { ReceiptHandle: 'r' }]);
    const [first, second] = pauses().map(({ VisibilityTimeout }) => VisibilityTimeout!);
    expect(first).toBeGreaterThanOrEqual(5);
    expect(first).toBeLessThanOrEqual(8);
    expect(second).toBeGreaterThanOrEqual(30);
    expect(second).toBeLessThanOrEqual(45);
  });

  it('keeps its own error where SQS does not take that', async () => {
    const warn = vi.spyOn(logger, 'warn').mockImplementation(() => {});
    send.mockRejectedValue(new Error('down') as never);
    await expect(returnSoon('PUBLISH_QUEUE_URL', received(1))).resolves.toBeUndefined();
    expect(warn).toHaveBeenCalledTimes(1);
  });
});

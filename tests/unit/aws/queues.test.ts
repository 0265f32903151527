import { type SendMessageBatchCommand, type SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sendMessages, sendUnchanged } from '../../../shared/aws/queues.ts';

describe('a message of a work queue', () => {
  const sent: object[] = [];
  beforeEach(() => {
    sent.length = 0;
    vi.stubEnv('PUBLISH_QUEUE_URL', 'http://localhost/publish');
    vi.spyOn(SQSClient.prototype, 'send').mockImplementation(async (command: unknown) => {
      sent.push((command as SendMessageBatchCommand | SendMessageCommand).input);
      return {};
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });

  it('names its tenant as its group, so that the queue is fair between tenants', async () => {
    const messages = ['one', 'two'].map((tenantId) => ({ body: { tenantId, kind: 'look' }, delaySeconds: 3 }));
    await sendMessages('PUBLISH_QUEUE_URL', messages);
    expect(sent).toMatchObject([{ Entries: [{ MessageGroupId: 'one', DelaySeconds: 3 }, { MessageGroupId: 'two' }] }]);
  });

  it('keeps its tenant where it is sent on from a dead-letter queue', async () => {
    await sendUnchanged('PUBLISH_QUEUE_URL', 'one', { body: '{}', attributes: {} });
    expect(sent).toMatchObject([{ MessageBody: '{}', MessageGroupId: 'one' }]);
  });
});

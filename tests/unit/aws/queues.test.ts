import { type SendMessageBatchCommand, type SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import fc from 'fast-check';
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
    vi.useRealTimers();
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });

  it('names its tenant as its group, so that the queue is fair between tenants', async () => {
    const messages = ['one', 'two'].map((tenantId) => ({ body: { tenantId, kind: 'look' }, delaySeconds: 3 }));
    await sendMessages('PUBLISH_QUEUE_URL', messages);
    expect(sent).toMatchObject([{ Entries: [{ MessageGroupId: 'one', DelaySeconds: 3 }, { MessageGroupId: 'two' }] }]);
  });

  it('comes in time although tries of its sending took seconds: each try says what is left of its delay', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    // No pause between two tries: nobody moves this clock on.
    vi.spyOn(Math, 'random').mockReturnValue(0);
    let failures = 2;
    vi.spyOn(SQSClient.prototype, 'send').mockImplementation(async (command: unknown) => {
      sent.push((command as SendMessageBatchCommand).input);
      if (failures === 0) return {};
      failures -= 1;
      vi.setSystemTime(Date.now() + 5_000);
      throw Object.assign(new Error('No answer'), { name: 'TimeoutError' });
    });
    await sendMessages('PUBLISH_QUEUE_URL', [
      { body: { tenantId: 'one' }, delaySeconds: 58 },
      { body: { tenantId: 'one' }, delaySeconds: 7 },
    ]);
    expect(sent).toMatchObject([
      { Entries: [{ DelaySeconds: 58 }, { DelaySeconds: 7 }] },
      { Entries: [{ DelaySeconds: 53 }, { DelaySeconds: 2 }] },
      { Entries: [{ DelaySeconds: 48 }, { DelaySeconds: 0 }] },
    ]);
  });

  it('that is to land at a moment never lands after it by more than a tenth of a second, whole tries late', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    vi.spyOn(Math, 'random').mockReturnValue(0);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: -2_000, max: 899_000 }),
        fc.array(fc.integer({ max: 3_000, min: 0 }), { maxLength: 3 }),
        async (ahead, losses) => {
          const landAt = Date.now() + ahead;
          const left = [...losses];
          let landed: number | undefined;
          vi.spyOn(SQSClient.prototype, 'send').mockImplementation(async (command: unknown) => {
            const [entry] = (command as SendMessageBatchCommand).input.Entries!;
            landed = Date.now() + entry!.DelaySeconds! * 1000;
            const lost = left.shift();
            if (lost === undefined) return {};
            vi.setSystemTime(Date.now() + lost);
            throw Object.assign(new Error('No answer'), { name: 'TimeoutError' });
          });
          await sendMessages('PUBLISH_QUEUE_URL', [{ body: { tenantId: 'one' }, landAt }]);
          const soonest = Math.max(landAt, Date.now());
          expect(landed).toBeLessThanOrEqual(soonest + 100);
          expect(landed).toBeGreaterThan(landAt - 1_000);
        },
      ),
    );
  });

  it('is tried four times while SQS fails in a way that passes, and once where it refuses', async () => {
    let tries = 0;
    const failsWith = (name: string) =>
      vi.spyOn(SQSClient.prototype, 'send').mockImplementation(async () => {
        tries += 1;
        throw Object.assign(new Error('On purpose'), { name });
      });
    for (const [name, most] of [
      ['TimeoutError', 4],
      ['QueueDoesNotExist', 1],
    ] as const) {
      tries = 0;
      failsWith(name);
      await expect(sendMessages('PUBLISH_QUEUE_URL', [{ body: { tenantId: 'one' }, delaySeconds: 0 }])).rejects.toThrow(
        'On purpose',
      );
      expect(tries, name).toBe(most);
    }
  });

  it('keeps its tenant where it is sent on from a dead-letter queue', async () => {
    await sendUnchanged('PUBLISH_QUEUE_URL', 'one', { body: '{}', attributes: {} });
    expect(sent).toMatchObject([{ MessageBody: '{}', MessageGroupId: 'one' }]);
  });
});

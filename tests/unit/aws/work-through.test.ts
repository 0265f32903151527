import type { SQSRecord } from 'aws-lambda';
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as returning from '../../../shared/aws/return-soon.ts';
import { workThrough } from '../../../shared/aws/work-through.ts';

vi.mock('../../../shared/aws/return-soon.ts', { spy: true });

const records = ['one', 'two', 'three'].map((messageId) => ({ messageId }) as SQSRecord);

describe('the messages of a batch', () => {
  afterEach(() => void vi.restoreAllMocks());

  it('are worked on side by side, and only those that fail come again, soon', async () => {
    const returned = vi.mocked(returning.returnSoon).mockResolvedValue();
    const all = Promise.withResolvers<void>();
    let begun = 0;
    const answer = await workThrough('PUBLISH_QUEUE_URL', { Records: records }, async ({ messageId }) => {
      begun += 1;
      if (begun === records.length) all.resolve();
      await all.promise;
      if (messageId === 'two') throw new Error('on purpose');
    });
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'two' }] });
    expect(returned.mock.calls).toEqual([['PUBLISH_QUEUE_URL', records[1]]]);
  });
});

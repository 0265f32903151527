import type { SQSRecord } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { handler } from '../../../functions/queues/check-attempts.ts';
import * as returning from '../../../shared/aws/return-soon.ts';
import { logger } from '../../../shared/kernel/logger.ts';
import type { Item } from '../../../shared/kernel/table/client.ts';
import * as reading from '../../../shared/kernel/table/read.ts';
import { refOf } from '../../../shared/posts/model/publication-ref.ts';
import * as checking from '../../../shared/posts/publishing/check-attempt.ts';
import { aDistribution } from '../../support/factories.ts';

vi.mock('../../../shared/posts/publishing/check-attempt.ts', { spy: true });
vi.mock('../../../shared/kernel/table/read.ts', { spy: true });
vi.mock('../../../shared/aws/return-soon.ts', { spy: true });

const posts = ['published', 'publishing', 'scheduled', 'published'].map((status) =>
  aDistribution({ status: status as never, id: crypto.randomUUID(), platformId: crypto.randomUUID() }),
);
const record = (body: unknown, index: number) =>
  ({ messageId: `message ${index}`, body: typeof body === 'string' ? body : JSON.stringify(body) }) as SQSRecord;

describe('the checks of a batch', () => {
  const check = vi.mocked(checking.checkAttempt);
  const read = vi.mocked(reading.getItems);
  beforeEach(() => {
    vi.spyOn(logger, 'error').mockImplementation(() => {});
    vi.mocked(returning.returnSoon).mockResolvedValue();
    check.mockResolvedValue();
    read.mockImplementation(async (keys) =>
      keys.map(({ pk }) => posts.find(({ id }) => pk.endsWith(id)) as unknown as Item | undefined),
    );
  });
  afterEach(() => void vi.restoreAllMocks());

  it('read all their posts in one round trip, each once, and look at each as it stands', async () => {
    const refs = [...posts, posts[0]!].map(refOf);
    expect(await handler({ Records: refs.map(record) })).toEqual({ batchItemFailures: [] });
    expect(read).toHaveBeenCalledTimes(1);
    expect(read.mock.calls[0]![0]).toHaveLength(posts.length);
    expect(check.mock.calls.map(([ref, state]) => [ref.distributionId, state?.status])).toEqual(
      refs.map((ref) => [ref.distributionId, posts.find(({ id }) => id === ref.distributionId)!.status]),
    );
  });

  it('come again alone where one fails, also where one cannot be read or its post is broken', async () => {
    check.mockImplementation(async (ref) => {
      if (ref.distributionId === posts[1]!.id) throw new Error('on purpose');
    });
    read.mockImplementation(async (keys) =>
      keys.map(({ pk }) => {
        const post = posts.find(({ id }) => pk.endsWith(id));
        return (post?.id === posts[2]!.id ? { ...post, status: 'nonsense' } : post) as unknown as Item;
      }),
    );
    const { batchItemFailures } = await handler({
      Records: [...posts.map(refOf), 'no JSON', { kind: 'check' }].map(record),
    });
    expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual(
      [1, 2, 4, 5].map((index) => `message ${index}`),
    );
    expect(returning.returnSoon).toHaveBeenCalledTimes(4);
    expect(check).toHaveBeenCalledTimes(3);
  });

  it('all come again where the posts cannot be read', async () => {
    read.mockRejectedValue(new Error('no answer'));
    const { batchItemFailures } = await handler({ Records: posts.map(refOf).map(record) });
    expect(batchItemFailures).toHaveLength(posts.length);
  });
});

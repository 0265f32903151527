import { describe, expect, it } from 'vitest';
import { deadLetterQueueNames } from '../../../shared/operations/dead-letters.ts';
import { readDeadLetter } from '../../../shared/operations/read-dead-letter.ts';

const tenantId = 'a1b2c3d4e5f6';
const plan = { tenantId, distributionId: 'd', platformId: 'p', version: 3, textVersion: 1 };

describe('a dead letter', () => {
  it.each([
    ['what Scheduler would have sent', 'scheduler', { FunctionName: 'Wake', Payload: JSON.stringify(plan) }],
    ['the bare input of a schedule', 'scheduler', plan],
    ["Lambda's record of a failure", 'wake', { requestPayload: plan, responsePayload: { errorMessage: 'x' } }],
  ] as const)('gives its plan from %s', (_, queue, content) => {
    expect(readDeadLetter(queue, JSON.stringify(content))).toEqual({ kind: 'plan', tenantId, plan });
  });

  it.each([
    ['a chunk of an import', 'import', { kind: 'chunk', tenantId, importId: 'i', chunk: 3 }, 'IMPORT_QUEUE_URL'],
    [
      'the event of a new import',
      'import',
      { 'detail-type': 'IMPORT_CREATED', detail: { tenantId, entityId: 'i' } },
      'IMPORT_QUEUE_URL',
    ],
    ['a look at a feed', 'feed', { tenantId, feedId: 'f' }, 'FEED_QUEUE_URL'],
    [
      'the event of a new feed',
      'feed',
      { 'detail-type': 'FEED_CREATED', detail: { tenantId, entityId: 'f' } },
      'FEED_QUEUE_URL',
    ],
  ] as const)('goes back to its queue as it is: %s', (_, queue, content, url) => {
    const read = readDeadLetter(queue, JSON.stringify(content));
    expect(read).toEqual({ kind: 'work', tenantId, queue: url, plan: undefined });
  });

  it('goes back to the check queue, where its plan is not carried out', () => {
    const read = readDeadLetter('check', JSON.stringify(plan));
    expect(read).toEqual({ kind: 'work', tenantId, queue: 'CHECK_QUEUE_URL', plan });
  });

  it('says whose it is even where the rest cannot be read, so that nobody else hears of it', () => {
    const { version, ...incomplete } = plan;
    for (const content of [
      incomplete,
      { requestPayload: incomplete },
      { FunctionName: 'Wake', Payload: JSON.stringify(incomplete) },
    ]) {
      const body = JSON.stringify(content);
      expect(readDeadLetter('scheduler', body)).toMatchObject({ kind: 'unreadable', tenantId });
    }
  });

  it('never stops the pass, whatever it holds', () => {
    const cutOff = JSON.stringify({ FunctionName: 'Wake', Payload: '{"tenantId":"a1b2' });
    for (const body of ['', 'null', '[]', '0', '"text"', '{', cutOff, '{"Payload":null}', '{"requestPayload":[]}']) {
      for (const queue of deadLetterQueueNames) {
        const kind = ['sweep', 'plan', 'feed-plan', 'series'].includes(queue) ? 'tick' : 'unreadable';
        expect(readDeadLetter(queue, body).kind).toBe(kind);
      }
    }
  });
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import { AwsError } from '../../infra/local/aws/aws-error.ts';
import type { FunctionCall } from '../../infra/local/faults/fault-plan.ts';
import { type Herald, startHerald } from '../support/herald.ts';

// What fails at AWS and passes by itself costs a post seconds, not the minutes of its next try.

const MAX_LATE_MS = 45_000;

let failing: { operation: string; error: AwsError; left: number } | undefined;
let herald: Herald;
beforeAll(async () => {
  const onCall = ({ environment, operation, moment }: FunctionCall) => {
    const isIt = environment.constructName === 'Publish' && moment === 'before' && operation === failing?.operation;
    if (!isIt || failing === undefined || failing.left === 0) return undefined;
    failing.left -= 1;
    return { kind: 'error', error: failing.error } as const;
  };
  herald = await startHerald({ faults: { onCall } });
});
afterAll(() => herald?.close());

it.each([
  // The SDK tries again, with the token of the same transaction.
  ['TransactWriteItems', new AwsError('InternalServerError', 'The service broke, on purpose.', 500), 5],
  // More calls in a row fail than the SDK makes for one: the function tries again by itself.
  ['Decrypt', new AwsError('KMSInternalException', 'The service broke, on purpose.', 500), 6],
  ['BatchGetItem', new AwsError('InternalServerError', 'The service broke, on purpose.', 500), 9],
  // The function fails, and its message comes again.
  ['BatchGetItem', new AwsError('ValidationException', 'On purpose.'), 1],
])('a passing failure of %s (%s) at the due moment costs a post seconds', async (operation, error, left) => {
  // One of its own: no worker has its credentials in memory yet.
  const account = { kind: 'sandbox', name: `With ${operation} and ${error.code}` };
  const platformId = (await herald.api('POST', '/api/v1/platforms', account)).body.id;
  failing = { operation, error, left };
  const { status, body } = await herald.api('POST', '/api/v1/distributions', {
    platformId,
    body: `With ${operation} and ${error.code}`,
    scheduledFor: new Date(Date.now() + 15_000).toISOString(),
  });
  expect(status).toBe(201);
  const isDone = (post: { status: string }) => post.status === 'published';
  const post = await herald.until(`/api/v1/distributions/${body.id}`, isDone, 'the post');
  expect(failing.left).toBe(0);
  expect(post.lateByMs ?? 0).toBeLessThan(MAX_LATE_MS);
  expect(post).toMatchObject({ attempts: [{ number: 1, state: 'succeeded' }] });
});

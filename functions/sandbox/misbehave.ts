import { reply } from '../../shared/http/reply.ts';
import { HeraldError } from '../../shared/kernel/herald-error.ts';
import type { SandboxBehaviour } from '../../shared/platforms/sandbox/lib/behaviour.ts';
import { behaviourOfTry, wait } from '../../shared/sandbox/behave.ts';

interface Told {
  reference?: string;
  text: string;
  behaviour?: SandboxBehaviour;
}

/** Makes the post, or misbehaves as its `behaviour` says. */
export async function asTold<Made>(tenantId: string, post: Told, make: () => Promise<Made>) {
  const behaviour = await behaviourOfTry(tenantId, post);
  if (behaviour?.kind === 'fail') return failure(behaviour.error);
  if (behaviour?.kind === 'rateLimit') return rateLimited(behaviour.retryAfterSeconds);
  if (behaviour?.kind === 'slow') await wait(behaviour.seconds * 1000);
  const answer = await make();
  if (behaviour?.kind === 'timeoutAfterCreate') await wait();
  return answer;
}

function failure(error: 'rejected' | 'server_error' | 'unauthorized') {
  if (error === 'rejected') {
    throw new HeraldError('content_invalid', 'The sandbox was told to reject this post.', {
      remedy: 'Change the text.',
    });
  }
  if (error === 'unauthorized') {
    throw new HeraldError('unauthenticated', 'The sandbox was told to refuse this account.', { remedy: 'Reconnect.' });
  }
  return problem(500, 'internal', 'The sandbox was told to fail.');
}

function rateLimited(retryAfterSeconds: number) {
  return problem(429, 'rate_limited', 'The sandbox was told to limit this account.', {
    'retry-after': String(retryAfterSeconds),
  });
}

/** A problem of the sandbox network, which is none of Herald's. */
export function problem<const Status extends number>(
  status: Status,
  code: string,
  detail: string,
  headers?: Record<string, string>,
) {
  return reply(status, { type: 'about:blank', title: detail, status, code, detail }, headers);
}

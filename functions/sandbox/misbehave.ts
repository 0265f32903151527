import type { ApiAnswer } from '../../shared/http/api-handler.ts';
import { HeraldError } from '../../shared/kernel/herald-error.ts';
import type { SandboxBehaviour } from '../../shared/platforms/sandbox/lib/behaviour.ts';
import { behaviourOfTry, wait } from '../../shared/sandbox/behave.ts';

interface Told {
  reference?: string;
  text: string;
  behaviour?: SandboxBehaviour;
}

/** Does what makes the post, in the way that the post was told to. */
export async function asTold(tenantId: string, post: Told, make: () => Promise<ApiAnswer>): Promise<ApiAnswer> {
  const behaviour = await behaviourOfTry(tenantId, post);
  if (behaviour?.kind === 'fail') return failure(behaviour.error);
  if (behaviour?.kind === 'rateLimit') return rateLimited(behaviour.retryAfterSeconds);
  if (behaviour?.kind === 'slow') await wait(behaviour.seconds * 1000);
  const answer = await make();
  if (behaviour?.kind === 'timeoutAfterCreate') await wait();
  return answer;
}

function failure(error: 'rejected' | 'server_error' | 'unauthorized'): ApiAnswer {
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

function rateLimited(retryAfterSeconds: number): ApiAnswer {
  const answer = problem(429, 'rate_limited', 'The sandbox was told to limit this account.');
  return { ...answer, headers: { 'retry-after': String(retryAfterSeconds) } };
}

export function problem(status: number, code: string, detail: string): ApiAnswer {
  return { status, body: { type: `urn:herald:problem:${code}`, title: detail, status, code, detail } };
}

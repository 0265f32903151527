import type { DoubleAnswer, DoubleRequest } from '../../../doubles/http-double.ts';
import { problem } from '../../../doubles/sandbox-rules.ts';
import { currentActor } from './actors.ts';
import type { StepFault } from './faults.ts';
import type { Interleaving } from './interleaving.ts';
import { isVisible, type PracticeNetwork } from './practice-network.ts';
import { deadlineOf } from './virtual-deadlines.ts';

const answers: Partial<Record<StepFault, DoubleAnswer>> = {
  unavailable: problem(503, 'unavailable', 'Come again.'),
  busy: { ...problem(429, 'rate_limited', 'Too many.'), headers: { 'retry-after': '30' } },
  locked: problem(401, 'unauthorized', 'Sign in again.'),
  refused: problem(422, 'rejected', 'The network does not like this post.'),
};

/** The network's front: one step for each call, which takes effect then, or goes wrong as the test chose. */
export function practiceFetch(network: PracticeNetwork, interleaving: Interleaving): typeof fetch {
  return async (input, init = {}) => {
    const url = new URL(String(input));
    const { method = 'GET', body, signal } = init;
    const label = `${method} ${url.pathname.replace('/sandbox/v1', '')}`;
    const headers = { 'content-type': 'application/json' };
    const at = Date.now();
    const request: DoubleRequest = {
      at,
      method,
      url,
      headers,
      body: Buffer.from(typeof body === 'string' ? body : ''),
    };
    const deadline = deadlineOf(signal);
    const call = async (fault: StepFault) => {
      const actor = currentActor()!;
      if (deadline !== undefined && interleaving.now > deadline) {
        actor.faults.push('timeout');
        throw new DOMException('The time is up.', 'AbortError');
      }
      if (fault !== 'none') actor.faults.push(fault);
      if (fault === 'reset') throw lostConnection();
      const instead = answers[fault];
      const answer = instead ?? network.answer(request);
      if (instead === undefined && method !== 'GET') actor.effects.push(label);
      if (fault === 'dieAfter') interleaving.kill(label);
      if (fault === 'lost') throw lostConnection();
      return asResponse(answer);
    };
    const isPost = isVisible(request);
    return interleaving.call(isPost ? 'visible call' : 'platform', label, call, isPost ? { giveUpAt: deadline } : {});
  };
}

function lostConnection(): Error {
  return new TypeError('fetch failed', { cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }) });
}

function asResponse({ status, headers = {}, body }: DoubleAnswer): Response {
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? null);
  const response = { status, ok: status < 300, headers: new Headers(headers), text: async () => text };
  return response as unknown as Response;
}

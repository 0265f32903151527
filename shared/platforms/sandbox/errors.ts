import * as z from 'zod';
import type { PlatformError } from '../contract/platform-failure.ts';
import { type Judgement, refusal } from '../http/refusal.ts';
import { retryAfter } from '../http/retry-after.ts';

const problem = z.object({ code: z.string().optional(), detail: z.string().optional(), title: z.string().optional() });

/** A refusal (RFC 9457 problem) as a PlatformError. `visible` is a call that may have published. */
export function sandboxError(
  { status, headers, body }: { status: number; headers: Headers; body: unknown },
  credentials: unknown,
  visible: boolean,
  now: number,
): PlatformError {
  const { code, detail, title } = problem.safeParse(body).data ?? {};
  return refusal(classify(status, headers, visible, now), {
    platform: 'The sandbox',
    status,
    said: detail ?? title ?? 'no explanation.',
    code,
    credentials,
  });
}

function classify(status: number, headers: Headers, visible: boolean, now: number): Judgement {
  switch (status) {
    case 401:
      return { failure: { class: 'RECONNECT' }, remedy: 'Reconnect the sandbox with a valid API key.' };
    case 403:
      return { failure: { class: 'PERMISSION' }, remedy: 'Use an API key that may publish.' };
    case 404:
      return { failure: { class: 'NOT_FOUND' }, remedy: 'The post is no longer in the sandbox.' };
    case 409:
      return { failure: { class: 'DUPLICATE' }, remedy: 'The post is already on the sandbox: nothing to do.' };
    case 429:
      return {
        failure: { class: 'RATE_LIMITED', retryAt: retryAfter(headers, now) },
        remedy: 'It is tried again later.',
      };
    default:
      if (status < 500)
        return { failure: { class: 'CONTENT_REJECTED' }, remedy: 'Change the post, then publish again.' };
      return visible
        ? {
            failure: { class: 'UNKNOWN_OUTCOME' },
            remedy: 'It may be published: the sandbox is asked before anything else is tried.',
          }
        : { failure: { class: 'RETRY_LATER', retryAt: retryAfter(headers, now) }, remedy: 'It is tried again.' };
  }
}

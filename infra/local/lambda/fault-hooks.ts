import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { ENVIRONMENT_HEADER } from '../faults/fault-plan.ts';

/** Where a function tells of the time limits that it sets and ends. One that tells nothing keeps its own time. */
const LIMITS = 'herald:time-limit';

interface LimitMessage {
  kind: 'began' | 'ended';
  limit: { expire(): void };
}

export interface FaultHooks {
  /** Ends every time limit and `AbortSignal.timeout` that still runs. */
  expireSignals(): void;
}

/** Makes a worker one that faults can be injected into. Only for that: a function can tell the difference. */
export function installFaultHooks(environmentId: string): FaultHooks {
  // Both of Node's HTTP clients, so that the called server knows which worker called.
  subscribe('http.client.request.created', (message) => {
    (message as { request: ClientRequest }).request.setHeader(ENVIRONMENT_HEADER, environmentId);
  });
  subscribe('undici:request:create', (message) => {
    const { request } = message as { request: { addHeader(name: string, value: string): void } };
    request.addHeader(ENVIRONMENT_HEADER, environmentId);
  });

  const running = new Set<() => void>();
  AbortSignal.timeout = (milliseconds) => {
    const controller = new AbortController();
    const expire = () => {
      clearTimeout(timer);
      running.delete(expire);
      controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
    };
    const timer = setTimeout(expire, milliseconds).unref();
    running.add(expire);
    return controller.signal;
  };
  const limits = new Set<LimitMessage['limit']>();
  subscribe(LIMITS, (message) => {
    const { kind, limit } = message as LimitMessage;
    if (kind === 'began') limits.add(limit);
    else limits.delete(limit);
  });
  return {
    expireSignals() {
      for (const expire of running) expire();
      for (const { expire } of limits) expire();
    },
  };
}

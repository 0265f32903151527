import type { ClientRequest, IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { AddressRefusedError } from './address-policy.ts';
import { type Budget, FILE_BYTES, MAX_ERROR_BYTES } from './budgets.ts';
import type { GuardedAgents } from './guarded-agents.ts';
import { http } from './node-http.ts';
import { readBody } from './read-body.ts';
import { WireError } from './wire-error.ts';

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

export interface Exchange {
  method: string;
  headers: Record<string, string>;
  body: Buffer | undefined;
  signal: AbortSignal;
  budget: Budget;
  agents: GuardedAgents;
}

export interface Answer {
  /** 200 to 599. */
  status: number;
  headers: Headers;
  /** Of a refusal, its beginning. Empty for a redirect. */
  body: Buffer<ArrayBuffer>;
}

/**
 * One request and its whole answer. Settles in any case: each phase has its time, whatever the server does, and
 * nothing that it sends can throw where nobody catches it.
 *
 * @throws WireError or AddressRefusedError
 */
export function exchange(url: URL, { method, headers, body, signal, budget, agents }: Exchange): Promise<Answer> {
  const secure = url.protocol === 'https:';
  const { headersMs: briefly, headersAfterFileMs = briefly } = budget;
  const headersMs = (body?.length ?? 0) < FILE_BYTES ? briefly : headersAfterFileMs;
  let timer: NodeJS.Timeout | undefined;
  let call: ClientRequest | undefined;
  let isConnected = false;
  let isAnswering = false;
  let onAbort = () => {};

  const answered = new Promise<Answer>((resolve, reject) => {
    const fail = (error: Error) => {
      reject(error);
      call?.destroy(error);
    };
    const failAs = (code: string, what: string) => fail(new WireError(what, { code, sent: isConnected }));
    const broken = (error: unknown) => fail(asWireError(error, isConnected));
    const phase = (milliseconds: number, code: string, what: string) => {
      clearTimeout(timer);
      timer = setTimeout(() => failAs(code, `${what} within ${milliseconds / 1000} s`), milliseconds);
    };
    const sent = () => phase(headersMs, 'HEADERS_TIMEOUT', 'did not begin to answer');
    onAbort = () => failAs('ABORTED', 'did not answer in time (aborted)');
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort);

    phase(budget.connectMs, 'CONNECT_TIMEOUT', 'took no connection');
    const request = (secure ? https : http).request(url, {
      method,
      headers,
      agent: secure ? agents.https : agents.http,
    });
    call = request;
    request.on('socket', (socket: Socket) => {
      socket.once(secure ? 'secureConnect' : 'connect', () => {
        isConnected = true;
        if (request.writableFinished) sent();
        else phase(budget.sendMs, 'SEND_TIMEOUT', 'did not take the request');
      });
    });
    request.on('finish', () => {
      if (isConnected && !isAnswering) sent();
    });
    request.on('response', (message) => {
      isAnswering = true;
      phase(budget.bodyMs, 'BODY_TIMEOUT', 'did not end its answer');
      read(message, method, budget).then(resolve, broken);
    });
    // A connection that breaks while an answer is read is an error of the answer, unless all of it is there.
    request.on('error', (error) => {
      if (!isAnswering) broken(error);
    });
    request.on('close', () => {
      if (!isAnswering) failAs('CONNECTION_CLOSED', 'closed the connection without an answer');
    });
    // Without a listener Node closes the connection and tells nobody.
    request.on('upgrade', (_message, socket) => {
      socket.on('error', () => undefined);
      socket.destroy();
      failAs('ODD_STATUS', 'answered with the status 101 to a request for no upgrade');
    });
    request.end(body);
  });
  return answered.finally(() => {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    call?.destroy();
  });
}

async function read(message: IncomingMessage, method: string, budget: Budget): Promise<Answer> {
  const status = message.statusCode ?? 0;
  if (status < 200 || status > 599) {
    throw new WireError(`answered with the status ${status}, which HTTP does not have`, {
      code: 'ODD_STATUS',
      sent: true,
    });
  }
  const headers = readHeaders(message);
  if (method === 'HEAD' || (REDIRECTS.has(status) && headers.has('location'))) {
    return { status, headers, body: Buffer.alloc(0) };
  }
  const isSuccess = status < 300;
  const maxBytes = isSuccess ? budget.maxBytes : Math.min(budget.maxBytes, MAX_ERROR_BYTES);
  return { status, headers, body: await readBody(message, { maxBytes, cut: !isSuccess || budget.cut === true }) };
}

function readHeaders(message: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headers)) {
    for (const one of Array.isArray(value) ? value : [value ?? '']) {
      try {
        headers.append(name, one);
      } catch {
        // Node takes a header that the standard does not have: it is left out, as if it was not sent.
      }
    }
  }
  return headers;
}

function asWireError(error: unknown, isConnected: boolean): Error {
  if (error instanceof WireError || error instanceof AddressRefusedError) return error;
  const { code } = error as { code?: unknown };
  const known = typeof code === 'string' ? code : 'FAILED';
  const what = isConnected ? `broke off before the end of its answer (${known})` : `took no connection (${known})`;
  return new WireError(what, { code: known, sent: isConnected });
}

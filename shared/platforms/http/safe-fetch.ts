import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { AddressPolicy } from '../contract/adapter.ts';
import { AddressRefusedError, assertProtocolAllowed } from './address-policy.ts';
import { type GuardedAgents, guardedAgents } from './guarded-agents.ts';

const MAX_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const BODILESS = new Set([101, 204, 205, 304]);
const USER_AGENT = 'Herald/1';

/**
 * `fetch` that connects only where the deployment's address policy allows, over `node:http`, so that one guarded agent
 * serves this and the clients that take an agent.
 *
 * Unlike the built-in one it follows at most five redirects and only for GET and HEAD (a POST that is redirected would
 * arrive as a GET), and its network errors are the plain ones of `node:net`, with their `code`.
 * @throws AddressRefusedError (in the promise)
 */
export function createSafeFetch(policy: AddressPolicy, agents: GuardedAgents = guardedAgents(policy)): typeof fetch {
  return async (input, init) => {
    let request = new Request(input, init);
    const body = request.body === null ? undefined : Buffer.from(await request.arrayBuffer());
    for (let redirects = 0; ; redirects++) {
      const url = new URL(request.url);
      assertProtocolAllowed(url.protocol, url.hostname, policy);
      const response = await send(url, request, body, agents);
      const location = response.headers.get('location');
      if (!REDIRECTS.has(response.status) || location === null || request.redirect === 'manual') return response;
      await response.body?.cancel();
      if (body !== undefined || !['GET', 'HEAD'].includes(request.method)) {
        throw new AddressRefusedError(
          `${url.host} redirects a ${request.method} request: use the address it redirects to.`,
        );
      }
      if (request.redirect === 'error' || redirects === MAX_REDIRECTS) {
        throw new AddressRefusedError(`${url.host} is refused: more than ${redirects} redirects.`);
      }
      request = redirected(request, new URL(location, url));
    }
  };
}

/** The next hop. Another origin does not get our credentials. */
function redirected(request: Request, to: URL): Request {
  const headers = new Headers(request.headers);
  if (to.origin !== new URL(request.url).origin) {
    headers.delete('authorization');
    headers.delete('cookie');
  }
  return new Request(to, { method: request.method, headers, signal: request.signal, redirect: request.redirect });
}

function send(url: URL, request: Request, body: Buffer | undefined, agents: GuardedAgents): Promise<Response> {
  const secure = url.protocol === 'https:';
  const options = {
    method: request.method,
    headers: {
      'user-agent': USER_AGENT,
      'accept-encoding': 'gzip, deflate, br',
      ...Object.fromEntries(request.headers),
      ...(body !== undefined && { 'content-length': String(body.length) }),
    },
    agent: secure ? agents.https : agents.http,
    signal: request.signal,
  };
  return new Promise((resolve, reject) => {
    const call = (secure ? https : http).request(url, options);
    call.on('error', reject);
    call.on('response', (message) => resolve(toResponse(message, url, request.method)));
    call.end(body);
  });
}

function toResponse(message: IncomingMessage, url: URL, method: string): Response {
  const status = message.statusCode ?? 500;
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headers)) {
    for (const one of Array.isArray(value) ? value : [value ?? '']) headers.append(name, one);
  }
  const bodiless = BODILESS.has(status) || method === 'HEAD';
  if (bodiless) message.resume();
  const stream = bodiless ? null : (Readable.toWeb(decoded(message)) as ReadableStream<Uint8Array>);
  const response = new Response(stream, { status, statusText: message.statusMessage ?? '', headers });
  Object.defineProperty(response, 'url', { value: url.href });
  return response;
}

function decoded(message: IncomingMessage): Readable {
  const encoding = message.headers['content-encoding']?.trim().toLowerCase();
  const decoder =
    encoding === 'gzip' || encoding === 'x-gzip'
      ? createGunzip()
      : encoding === 'br'
        ? createBrotliDecompress()
        : encoding === 'deflate'
          ? createInflate()
          : undefined;
  if (decoder === undefined) return message;
  // `pipe` does not carry errors on: without this a cut connection would leave the reader waiting.
  message.on('error', (error) => decoder.destroy(error));
  return message.pipe(decoder);
}

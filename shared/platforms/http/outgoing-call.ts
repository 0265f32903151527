import { AddressRefusedError } from './address-policy.ts';
import { WireError } from './wire-error.ts';

/** What `fetch` is asked for. */
export interface OutgoingCall {
  url: URL;
  method: string;
  headers: Headers;
  body: Buffer | undefined;
  signal: AbortSignal;
  redirect: 'follow' | 'manual' | 'error';
}

/** Methods that `Request` leaves as they are. */
const PLAIN_METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']);
const BODILESS_METHODS = new Set(['GET', 'HEAD']);

/**
 * Reads what `fetch` takes. Most calls are an address and a text: those do without `Request`, whose streams and listeners
 * cost more than the call. All else goes through it.
 *
 * @throws AddressRefusedError, WireError
 */
export async function outgoingCall(input: string | URL | Request, init: RequestInit): Promise<OutgoingCall> {
  try {
    return plainCall(input, init) ?? (await callOf(new Request(input, init)));
  } catch {
    // The standard's own sentence repeats the header or the address, and they may hold a password.
    if (!takesHeaders(init)) {
      const what = 'got no request: a header of it has a character that HTTP does not take, such as a line break';
      throw new WireError(what, { code: 'BAD_HEADER', sent: false });
    }
    throw new AddressRefusedError('The address is refused: it is no web address, or it has a user name in it.');
  }
}

function takesHeaders({ headers }: RequestInit): boolean {
  try {
    new Headers(headers);
    return true;
  } catch {
    return false;
  }
}

function plainCall(input: string | URL | Request, init: RequestInit): OutgoingCall | undefined {
  const { method = 'GET', body, redirect = 'follow', signal } = init;
  const isPlainBody = body === undefined || body === null || typeof body === 'string' || body instanceof Uint8Array;
  if (input instanceof Request || !isPlainBody || !PLAIN_METHODS.has(method)) return undefined;
  const isEmpty = body === undefined || body === null;
  if (!isEmpty && BODILESS_METHODS.has(method)) return undefined;
  const url = new URL(input);
  if (url.username !== '' || url.password !== '') return undefined;
  const headers = new Headers(init.headers);
  if (typeof body === 'string' && !headers.has('content-type')) headers.set('content-type', 'text/plain;charset=UTF-8');
  return {
    url,
    method,
    headers,
    body: isEmpty ? undefined : Buffer.from(body),
    signal: signal ?? new AbortController().signal,
    redirect,
  };
}

async function callOf(request: Request): Promise<OutgoingCall> {
  const { method, headers, signal, redirect } = request;
  const body = request.body === null ? undefined : Buffer.from(await request.arrayBuffer());
  return { url: new URL(request.url), method, headers, body, signal, redirect };
}

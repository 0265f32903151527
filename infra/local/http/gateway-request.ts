import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** A request as the gateway took it in. */
export interface GatewayRequest {
  method: string;
  /** As sent, still encoded. */
  path: string;
  /** Without the question mark, still encoded. */
  query: string;
  /** By lower-case name; repeated ones joined by commas. */
  headers: Record<string, string>;
  cookies: string[];
  body: Buffer;
  protocol: string;
  sourceIp: string;
  requestId: string;
  /** Milliseconds since the epoch. */
  receivedAt: number;
}

/** The request has a larger body than HTTP APIs take. */
export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError';
}

const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** @throws BodyTooLargeError */
export async function readGatewayRequest(incoming: IncomingMessage): Promise<GatewayRequest> {
  const [path = '/', query = ''] = splitOnce(incoming.url ?? '/', '?');
  const { cookie = '', ...headers } = joinedHeaders(incoming);
  return {
    method: incoming.method ?? 'GET',
    path,
    query,
    headers: {
      ...headers,
      'x-forwarded-for': incoming.socket.remoteAddress ?? '127.0.0.1',
      'x-forwarded-port': String(incoming.socket.localPort),
      'x-forwarded-proto': 'http',
    },
    cookies: cookie === '' ? [] : cookie.split(/;\s*/),
    body: await readBody(incoming),
    protocol: `HTTP/${incoming.httpVersion}`,
    sourceIp: incoming.socket.remoteAddress ?? '127.0.0.1',
    requestId: randomUUID(),
    receivedAt: Date.now(),
  };
}

function joinedHeaders({ rawHeaders }: IncomingMessage): Record<string, string> {
  const headers = new Map<string, string>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!.toLowerCase();
    const value = rawHeaders[index + 1]!;
    const separator = name === 'cookie' ? '; ' : ',';
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}${separator}${value}`);
  }
  return Object.fromEntries(headers);
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  if (Number(incoming.headers['content-length'] ?? 0) > MAX_BODY_BYTES) throw new BodyTooLargeError();
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new BodyTooLargeError();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

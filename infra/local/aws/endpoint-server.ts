import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { ConnectionLost } from '../faults/fault-injection.ts';
import type { AwsRequest } from './wire-request.ts';
import type { WireResponse } from './wire-response.ts';

/** Brings the AWS endpoint what comes over HTTP: from tests, the command line, other processes, and to S3 from functions. */
export class EndpointServer {
  readonly #server: Server;

  /** @param answer may throw ConnectionLost */
  constructor(answer: (request: AwsRequest) => Promise<WireResponse>, log: (line: string) => void) {
    this.#server = createServer((incoming, response) => {
      respond(incoming, response, answer).catch((error: Error) => {
        // A caller that broke off before its body was here hears of nothing anyway.
        if (!(error instanceof ConnectionLost) && incoming.complete) log(`${incoming.url}: ${error.stack}`);
        incoming.socket.resetAndDestroy();
      });
    });
    // SDK clients keep connections open; one that the server closes first costs them a failed request.
    this.#server.keepAliveTimeout = 600_000;
  }

  /** @returns the endpoint, reachable from this machine alone */
  async listen(): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#server.once('error', reject).listen(0, '127.0.0.1', resolve);
    await promise;
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }
}

async function respond(
  incoming: IncomingMessage,
  response: ServerResponse,
  answer: (request: AwsRequest) => Promise<WireResponse>,
): Promise<void> {
  const { method = 'GET', url: path = '/' } = incoming;
  const { status, headers, body } = await answer({
    method,
    path,
    headers: headersOf(incoming),
    body: await buffer(incoming),
  });
  if (response.destroyed) return;
  response.writeHead(status, headers);
  response.end(method === 'HEAD' ? undefined : body);
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value = '']) => [
    name,
    Array.isArray(value) ? value.join(',') : value,
  ]);
  return Object.fromEntries(entries);
}

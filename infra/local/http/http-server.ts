import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Gateway } from './gateway.ts';
import { BodyTooLargeError, readGatewayRequest } from './gateway-request.ts';
import { refusals, sendResponse } from './gateway-response.ts';

/** Nothing can listen on the port, mostly because another process does. */
export class PortError extends Error {
  override readonly name = 'PortError';

  constructor(port: number, cause: unknown) {
    const { code, message } = cause as Error & { code?: string };
    const problem =
      code === 'EADDRINUSE'
        ? `Port ${port} is in use by another program: stop it, or`
        : `Port ${port} can't be used (${message}):`;
    super(`${problem} choose another port with --port.`, { cause });
  }
}

/** Request line and headers together, as HTTP APIs take them at most. */
const MAX_HEADER_BYTES = 10_240;

/** Listens before there is anything to serve, since the template has to know the address. */
export class HttpServer {
  readonly #server: Server;
  readonly #log: (line: string) => void;
  #gateway: Gateway | undefined;

  constructor(log: (line: string) => void) {
    this.#log = log;
    this.#server = createServer(
      { maxHeaderSize: MAX_HEADER_BYTES },
      (request, response) => void this.#answer(request, response),
    );
  }

  /**
   * @param port 0 for any
   * @returns where it answers, without a slash at the end; reachable from this machine alone
   * @throws PortError
   */
  async listen(port: number): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#server.once('error', reject).listen(port, '127.0.0.1', resolve);
    try {
      await promise;
    } catch (error) {
      throw new PortError(port, error);
    }
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  open(gateway: Gateway): void {
    this.#gateway = gateway;
  }

  /** Takes no more requests, and waits for those that run. */
  async close(patience: Promise<unknown>): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeIdleConnections();
    await Promise.race([closed, patience]);
    this.#server.closeAllConnections();
    await closed;
  }

  async #answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const isHead = incoming.method === 'HEAD';
    let requestId: string = randomUUID();
    try {
      const request = await readGatewayRequest(incoming);
      requestId = request.requestId;
      const answer = this.#gateway ? await this.#gateway.handle(request) : refusals.unavailable;
      sendResponse(response, answer, { requestId, isHead });
    } catch (error) {
      if (response.destroyed || response.headersSent) return;
      if (!(error instanceof BodyTooLargeError)) {
        this.#log(`${incoming.method} ${incoming.url}: ${(error as Error).stack}`);
        return sendResponse(response, refusals.internal, { requestId, isHead });
      }
      response.setHeader('connection', 'close');
      sendResponse(response, refusals.tooLarge, { requestId, isHead });
      // Thrown away, so that a client which sends before it reads gets to the answer.
      incoming.resume();
    }
  }
}

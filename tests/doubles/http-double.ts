import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** One request as a stand-in sees it, body and all. */
export interface DoubleRequest {
  method: string;
  url: URL;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
  /** When it came, in milliseconds by the clock that the stand-in lives in. */
  at: number;
}

export interface DoubleAnswer {
  status: number;
  headers?: Record<string, string>;
  /** A string or buffer goes out as it is, anything else as JSON. */
  body?: unknown;
}

/** `Before` and `after`: whether the call takes effect before its answer is lost, or is another one. */
export type Fault = 'hangBefore' | 'hangAfter' | 'resetBefore' | 'resetAfter' | DoubleAnswer | { after: DoubleAnswer };

export interface Misbehaviour {
  fault: Fault;
  /** How many matching calls; 1 when left out. */
  times?: number;
  /** Which calls; every one when left out. */
  on?: (request: DoubleRequest) => boolean;
}

/** Says of each call whether and how it goes wrong. */
export type FaultChoice = (request: DoubleRequest) => Fault | undefined | Promise<Fault | undefined>;

/** A stand-in for a platform's server on loopback. */
export interface HttpDouble {
  readonly url: string;
  /** Everything that was asked, in order. */
  readonly requests: DoubleRequest[];
  /** The next matching calls go wrong in this way. */
  misbehave(misbehaviour: Misbehaviour): void;
  /** Asked about every call that no misbehaviour is planned for. */
  letChoose(choice: FaultChoice): void;
  /** Resolves when a call hangs, so that a test can give up on it without waiting for a timeout. */
  nextHang(): Promise<void>;
  close(): Promise<void>;
}

export type Handle = (request: DoubleRequest) => DoubleAnswer | Promise<DoubleAnswer>;

/** Serves `handle` on an ephemeral loopback port. A throw of a `DoubleAnswer` is an answer too. */
export async function startDouble(handle: Handle): Promise<HttpDouble> {
  const faults: Required<Misbehaviour>[] = [];
  const requests: DoubleRequest[] = [];
  const sockets = new Set<Socket>();
  let hang = Promise.withResolvers<void>();
  let choose: FaultChoice = () => undefined;

  const server = http.createServer(async (incoming, response) => {
    const request = await readRequest(incoming);
    requests.push(request);
    const fault = takeFault(faults, request) ?? (await choose(request));
    if (fault === undefined) return reply(response, await answerOf(handle, request));
    if (typeof fault === 'object' && 'after' in fault) {
      await answerOf(handle, request);
      return reply(response, fault.after);
    }
    if (typeof fault === 'object') return reply(response, fault);
    if (fault.endsWith('After')) await answerOf(handle, request);
    if (fault.startsWith('reset')) {
      response.socket?.resetAndDestroy();
      return;
    }
    hang.resolve();
    hang = Promise.withResolvers();
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    misbehave: ({ fault, times = 1, on = () => true }) => void faults.push({ fault, times, on }),
    letChoose: (choice) => {
      choose = choice;
    },
    nextHang: () => hang.promise,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

function takeFault(faults: Required<Misbehaviour>[], request: DoubleRequest): Fault | undefined {
  const found = faults.find(({ times, on }) => times > 0 && on(request));
  if (found === undefined) return undefined;
  found.times--;
  return found.fault;
}

async function readRequest(incoming: IncomingMessage): Promise<DoubleRequest> {
  const at = Date.now();
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const url = new URL(incoming.url ?? '/', `http://${incoming.headers.host ?? 'localhost'}`);
  return { method: incoming.method ?? 'GET', url, headers: incoming.headers, body: Buffer.concat(chunks), at };
}

async function answerOf(handle: Handle, request: DoubleRequest): Promise<DoubleAnswer> {
  try {
    return await handle(request);
  } catch (error) {
    if (isAnswer(error)) return error;
    // A fault of the stand-in itself must be seen, not be taken for the platform's.
    console.error(error);
    return { status: 599, body: { error: 'StandInFault', message: String(error) } };
  }
}

function isAnswer(error: unknown): error is DoubleAnswer {
  return typeof error === 'object' && error !== null && !(error instanceof Error) && 'status' in error;
}

function reply(response: ServerResponse, { status, headers = {}, body }: DoubleAnswer): void {
  const raw = body === undefined || typeof body === 'string' || Buffer.isBuffer(body);
  const content = raw ? body : JSON.stringify(body);
  response.writeHead(status, { ...(raw ? {} : { 'content-type': 'application/json; charset=utf-8' }), ...headers });
  response.end(content);
}

import { EventEmitter } from 'node:events';
import { syncBuiltinESMExports } from 'node:module';
import { Readable, Writable } from 'node:stream';
import type { AwsRequest } from '../aws/wire-request.ts';
import type { WireResponse } from '../aws/wire-response.ts';

/** Imported, it would bring Node's client for `fetch` along: 25 ms and 3 MB for each environment. */
const http = process.getBuiltinModule('node:http');

export interface AwsByMessage {
  /** @param answer undefined: the connection was lost */
  settle(id: number, answer: WireResponse | undefined): void;
  /** Requests that wait for their answer. */
  readonly waiting: number;
  /** Puts Node's own client back. */
  end(): void;
}

/** A signature in whose scope is any service but S3, whose bodies may be streams: those stay on HTTP. */
const SIGNED = /\/(?!s3\/)[^/]+\/aws4_request/;

/**
 * Lets what this thread asks of the AWS endpoint go to the main thread as messages. It is in one process with the
 * endpoint, and a socket to it costs both of them more than the call. Functions keep the AWS SDK and cannot tell: Node's
 * `http.request`, below the SDK, gives it a request that looks like one on a socket.
 *
 * @param endpoint as in `AWS_ENDPOINT_URL`
 * @param ask brings a request to the endpoint; somebody has to `settle` it
 */
export function askAwsByMessage(endpoint: string, ask: (id: number, request: AwsRequest) => void): AwsByMessage {
  const { hostname, port } = new URL(endpoint);
  const waiting = new Map<number, MessageRequest>();
  const original = http.request;
  let lastId = 0;

  const isForEndpoint = (options: unknown): options is SdkOptions => {
    const { host, port: asked, headers } = options as Partial<SdkOptions>;
    return host === hostname && String(asked) === port && SIGNED.test(headers?.authorization ?? '');
  };
  const request = (...args: Parameters<typeof http.request>) => {
    const [options, onResponse] = args as unknown as [unknown, ((response: MessageResponse) => void) | undefined];
    if (!isForEndpoint(options)) return original(...args);
    lastId += 1;
    const id = lastId;
    const sent = new MessageRequest({
      send: (body) => ask(id, { ...described(options), body }),
      forget: () => waiting.delete(id),
    });
    waiting.set(id, sent);
    if (onResponse) sent.once('response', onResponse);
    return sent;
  };
  http.request = request as unknown as typeof http.request;
  syncBuiltinESMExports();

  return {
    settle: (id, answer) => waiting.get(id)?.settle(answer),
    get waiting() {
      return waiting.size;
    },
    end() {
      http.request = original;
      syncBuiltinESMExports();
    },
  };
}

/** What the SDK's handler gives to `http.request`. */
interface SdkOptions {
  host: string;
  port: number | string;
  method: string;
  path: string;
  headers: Record<string, string>;
}

function described({ method, path, headers }: SdkOptions): Omit<AwsRequest, 'body'> {
  const lowered = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return { method, path, headers: Object.fromEntries(lowered) };
}

interface Wire {
  send(body: string): void;
  forget(): void;
}

/** As much of a `ClientRequest` as the SDK's handler uses. */
class MessageRequest extends Writable {
  readonly socket = new MessageSocket(this);
  readonly #wire: Wire;
  readonly #chunks: Buffer[] = [];
  #text: string | undefined;
  #isAnswered = false;

  constructor(wire: Wire) {
    // It lives until its answer is there, as a request on a socket does.
    super({ decodeStrings: false, autoDestroy: false });
    this.#wire = wire;
  }

  override _write(chunk: Buffer | string, encoding: BufferEncoding, done: () => void): void {
    // Nearly always the whole body, as one text.
    if (typeof chunk === 'string' && this.#text === undefined && this.#chunks.length === 0) this.#text = chunk;
    else this.#chunks.push(typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk);
    done();
  }

  override _final(done: () => void): void {
    const rest = this.#chunks.length === 0 ? '' : Buffer.concat(this.#chunks).toString();
    this.#wire.send((this.#text ?? '') + rest);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#wire.forget();
    this.socket.setTimeout(0);
    done(error ?? (this.#isAnswered ? null : connectionLost()));
  }

  setTimeout(milliseconds: number, onTimeout?: () => void): this {
    if (onTimeout) this.once('timeout', onTimeout);
    this.socket.setTimeout(milliseconds);
    return this;
  }

  settle(answer: WireResponse | undefined): void {
    if (this.destroyed) return;
    if (answer === undefined) return void this.destroy(connectionLost());
    this.#isAnswered = true;
    this.emit('response', new MessageResponse(answer));
    this.destroy();
  }
}

/** As much of a socket as the SDK's handler uses: it is always connected, and silent until the answer. */
class MessageSocket extends EventEmitter {
  readonly connecting = false;
  readonly #request: MessageRequest;
  #timer: NodeJS.Timeout | undefined;

  constructor(request: MessageRequest) {
    super();
    this.#request = request;
  }

  setTimeout(milliseconds: number, onTimeout?: () => void): this {
    clearTimeout(this.#timer);
    if (onTimeout) this.once('timeout', onTimeout);
    if (milliseconds > 0) {
      this.#timer = setTimeout(() => {
        this.emit('timeout');
        this.#request.emit('timeout');
      }, milliseconds);
    }
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  destroy(): void {
    this.#request.destroy();
  }
}

/** As much of an `IncomingMessage` as the SDK reads. */
class MessageResponse extends Readable {
  readonly statusCode: number;
  readonly statusMessage = '';
  readonly headers: Record<string, string>;
  readonly complete = true;

  constructor({ status, headers, body }: WireResponse) {
    super();
    this.statusCode = status;
    this.headers = headers;
    this.push(body);
    this.push(null);
  }

  override _read(): void {}
}

const connectionLost = () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });

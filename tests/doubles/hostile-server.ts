import net, { type AddressInfo, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';

/** The request as a hostile server reads it: all of it, headers in lower case. */
interface HostileRequest {
  head: string;
  body: string;
}

export interface HostileKind {
  /** Whether a well-made client may take it for an answer, so that a call need not fail. */
  mayPass?: true;
  /** Whether the server lets the client wait, so that only the client's own time ends the call. */
  stalls?: true;
  answer(socket: Socket, request: HostileRequest, url: string): void;
}

const CRLF = '\r\n';
const TICK_MS = 20;

function http(status: string, headers: Record<string, string | number> = {}): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status}`, ...lines, '', ''].join(CRLF);
}

/** A whole answer, and the end of the connection. */
function whole(status: string, body: string | Buffer, headers: Record<string, string | number> = {}) {
  return (socket: Socket) => {
    const length = Buffer.byteLength(body);
    socket.write(http(status, { 'content-length': length, connection: 'close', ...headers }));
    socket.end(body);
  };
}

const json = { 'content-type': 'application/json' };
const gzip = { ...json, 'content-encoding': 'gzip' };

/** Writes as long as the other side takes it. */
function forever(socket: Socket, chunk: string | Buffer): void {
  const write = () => {
    while (!socket.destroyed && socket.write(chunk));
  };
  socket.on('drain', write);
  write();
}

function trickle(socket: Socket, next: (count: number) => string): void {
  let count = 0;
  const timer = setInterval(() => socket.write(next(count++)), TICK_MS);
  socket.on('close', () => clearInterval(timer));
}

/** 300 MB of blanks. Made once: it takes a second. */
let bomb: Buffer | undefined;
const bombOf = () => (bomb ??= gzipSync(Buffer.alloc(300_000_000, ' '), { level: 6 }));

/** What a site can do to who asks it. Each by its name; none of them may cost more than one failed call. */
export const hostileKinds = {
  silence: { stalls: true, answer: () => undefined },
  'closes at once': { answer: (socket) => socket.end() },
  'resets after the request': { answer: (socket) => socket.resetAndDestroy() },
  'resets in the middle of the body': {
    answer: (socket) => {
      socket.write(`${http('200 OK', { ...json, 'content-length': 5_000 })}{"id":`);
      setTimeout(() => socket.resetAndDestroy(), TICK_MS);
    },
  },
  'is no HTTP': { answer: (socket) => socket.end('SSH-2.0-OpenSSH_9.9\r\n') },
  'the status 999': { answer: whole('999 Request denied', '{}', json) },
  'the status 600': { answer: whole('600 What', '{}', json) },
  'the status 000': { answer: whole('000 Nothing', '{}', json) },
  'the status 101 without being asked': {
    answer: (socket) => socket.write(http('101 Switching Protocols', { connection: 'upgrade', upgrade: 'websocket' })),
  },
  'the status 101 and nothing else': {
    stalls: true,
    answer: (socket) => socket.write(http('101 Switching Protocols')),
  },
  'early hints without end': {
    stalls: true,
    answer: (socket) => trickle(socket, () => http('103 Early Hints', { link: '</a.css>; rel=preload' })),
  },
  'a control character in the reason phrase': { answer: whole('200 O\x01K\x7f', '<p>page</p>') },
  'a control character in a header': { answer: whole('200 OK', '<p>page</p>', { 'x-odd': 'a\x01b' }) },
  'headers without end': {
    answer: (socket) => {
      socket.write(`HTTP/1.1 200 OK${CRLF}`);
      forever(socket, `x-filler: ${'x'.repeat(1_000)}${CRLF}`);
    },
  },
  'a header that comes letter by letter': {
    stalls: true,
    answer: (socket) => {
      socket.write(`HTTP/1.1 200 OK${CRLF}x-slow: `);
      trickle(socket, () => 'x');
    },
  },
  'a body that comes letter by letter': {
    stalls: true,
    answer: (socket) => {
      socket.write(http('200 OK', { ...json, 'transfer-encoding': 'chunked' }));
      trickle(socket, () => `1${CRLF} ${CRLF}`);
    },
  },
  'a body without end': {
    answer: (socket) => {
      socket.write(http('200 OK', json));
      forever(socket, Buffer.alloc(65_536, ' '));
    },
  },
  'a refusal without end': {
    mayPass: true,
    answer: (socket) => {
      socket.write(http('404 Not Found', { 'content-type': 'text/html' }));
      forever(socket, Buffer.alloc(65_536, '</'));
    },
  },
  'less than it announces': { answer: whole('200 OK', '{"id":1}', { ...json, 'content-length': 5_000 }) },
  'more than it announces': { answer: whole('200 OK', '{"id":1}', { ...json, 'content-length': 3 }) },
  'two lengths': {
    answer: (socket) =>
      socket.end(`${http('200 OK', { ...json, 'content-length': 2, 'transfer-encoding': 'chunked' })}2${CRLF}{}`),
  },
  'broken chunks': {
    answer: (socket) => socket.end(`${http('200 OK', { ...json, 'transfer-encoding': 'chunked' })}zz${CRLF}{}`),
  },
  'a small file that unpacks to 300 MB': {
    answer: (socket) => whole('200 OK', bombOf(), gzip)(socket),
  },
  'a refusal that unpacks to 300 MB': {
    mayPass: true,
    answer: (socket) => whole('404 Not Found', bombOf(), gzip)(socket),
  },
  'packed and cut off': { answer: whole('200 OK', gzipSync('{"id":1}').subarray(0, 14), gzip) },
  'said to be packed': { answer: whole('200 OK', '{"id":1}', gzip) },
  'redirects in a circle': { answer: (socket, _, url) => whole('302 Found', '', { location: `${url}/round` })(socket) },
  'a redirect inwards': { answer: whole('302 Found', '', { location: 'http://169.254.169.254/latest/meta-data/' }) },
  'a redirect to nowhere': { answer: whole('301 Moved Permanently', '', { location: 'http://[' }) },
  'a redirect with a password': { answer: whole('302 Found', '', { location: 'http://user:pass@127.0.0.1/' }) },
  'a page instead of an answer': { answer: whole('200 OK', '<html><p>Just a moment…</p></html>') },
  'a challenge of a firewall': { answer: whole('403 Forbidden', '<html><title>Checking your browser</title></html>') },
  'a refusal of nothing but brackets': { answer: whole('400 Bad Request', '</'.repeat(150_000)) },
  'a refusal that repeats the request': {
    answer: (socket, { head, body }) => {
      const said = `${head} ${body}`;
      whole('400 Bad Request', JSON.stringify({ code: said, error: said, message: said, title: said }), json)(socket);
    },
  },
  'a refusal of half a megabyte': {
    answer: whole('400 Bad Request', JSON.stringify({ code: 'x'.repeat(500_000), message: 'y' }), json),
  },
  'a refusal whose parts are of the wrong kind': {
    answer: whole('400 Bad Request', JSON.stringify({ code: {}, error: [], errors: [null, 1, {}], detail: 7 }), json),
  },
  'too many, until the end of the world': {
    answer: whole('429 Too Many Requests', '{}', {
      ...json,
      'retry-after': '99999999999',
      'x-rate-limit-reset': '9'.repeat(15),
    }),
  },
  'an answer of figures that are none': {
    answer: whole(
      '200 OK',
      JSON.stringify({ id: 1e21, uri: 7, data: { id: {} }, date_gmt: 'nonsense', link: 'javascript:alert(1)' }),
      json,
    ),
  },
  'an answer of brackets only': { answer: whole('200 OK', '['.repeat(500_000), json) },
  'an empty answer': { answer: whole('200 OK', '') },
  'no content': { mayPass: true, answer: (socket) => socket.end(http('204 No Content', { connection: 'close' })) },
  'not modified': { answer: (socket) => socket.end(http('304 Not Modified', { connection: 'close' })) },
} satisfies Record<string, HostileKind>;

export type HostileKindName = keyof typeof hostileKinds;

export interface HostileServer {
  readonly url: string;
  /** What it does from now on. */
  kind: HostileKindName;
  /** How many requests it has read. */
  requests(): number;
  close(): Promise<void>;
}

/** A server that answers each request in the way that it is told to. Plain TCP, since no HTTP server would send these. */
export async function startHostileServer(kind: HostileKindName = 'silence'): Promise<HostileServer> {
  const sockets = new Set<Socket>();
  let requests = 0;
  let current = kind;
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // The client gives up on most of these, and the server does not care.
    socket.on('error', () => undefined);
    let read = Buffer.alloc(0);
    let isAnswered = false;
    socket.on('data', (chunk) => {
      if (isAnswered) return;
      read = Buffer.concat([read, chunk]);
      const request = requestIn(read);
      if (request === undefined) return;
      isAnswered = true;
      requests++;
      const { answer }: HostileKind = hostileKinds[current];
      answer(socket, request, url);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    get kind() {
      return current;
    },
    set kind(next) {
      current = next;
    },
    requests: () => requests,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** Undefined until the whole request has come. */
function requestIn(read: Buffer): HostileRequest | undefined {
  const end = read.indexOf(`${CRLF}${CRLF}`);
  if (end === -1) return undefined;
  const head = read.subarray(0, end).toString('latin1');
  const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
  const body = read.subarray(end + 4);
  return body.length < length ? undefined : { head, body: body.toString() };
}

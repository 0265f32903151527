import http, { type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { NewPost } from '../../beside/load-process.ts';
import type { Post } from './posts.ts';

const PATH = '/api/v1/distributions';
const FIELDS = ['platformId', 'title', 'body', 'scheduledFor'];

interface Uses {
  apiKey: string;
  create(post: NewPost): Promise<Post>;
  read(id: string): Promise<Post | undefined>;
  list(limit: number): Promise<Post[]>;
}

/** The paths of Herald's API that the bench calls. @returns the server's address, and its end */
export async function startApi(uses: Uses): Promise<{ url: string; close: () => void }> {
  const server = http.createServer(async (request, response) => {
    const { status, body } = await answer(uses, request).catch((error) => ({
      status: 500,
      body: { error: String(error) },
    }));
    const content = JSON.stringify(body);
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(content) });
    response.end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

async function answer(uses: Uses, request: IncomingMessage): Promise<{ status: number; body: object }> {
  const { method, headers, url = '/' } = request;
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  if (headers.authorization !== `Bearer ${uses.apiKey}`) return { status: 401, body: { error: 'wrong key' } };
  if (method === 'POST' && pathname === PATH) {
    const post = await readJson(request);
    if (!isNewPost(post)) return { status: 400, body: { error: `expected ${FIELDS.join(', ')}` } };
    return { status: 201, body: await uses.create(post) };
  }
  if (method === 'GET' && pathname === PATH) {
    const limit = Math.min(100, Number(searchParams.get('limit') ?? 20));
    return { status: 200, body: { items: await uses.list(limit) } };
  }
  if (method === 'GET' && pathname.startsWith(`${PATH}/`)) {
    const post = await uses.read(pathname.slice(PATH.length + 1));
    return post === undefined ? { status: 404, body: { error: 'no such post' } } : { status: 200, body: post };
  }
  return { status: 404, body: { error: 'no such path' } };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return JSON.parse(text);
}

function isNewPost(value: unknown): value is NewPost {
  const post = value as Record<string, unknown>;
  return (
    FIELDS.every((field) => typeof post?.[field] === 'string') && !Number.isNaN(Date.parse(String(post.scheduledFor)))
  );
}

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** All the outside world that a run has: a feed, an image, and answers that nobody wants. */
export async function startOutside(): Promise<{ url: string; close(): Promise<void> }> {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    const path = request.url ?? '/';
    request.resume();
    if (path.startsWith('/feed.xml')) {
      response.writeHead(200, { 'content-type': 'application/rss+xml' }).end(feed(asked));
    } else if (path.startsWith('/image.png')) {
      response.writeHead(200, { 'content-type': 'image/png' }).end(png);
    } else if (path.startsWith('/broken')) {
      if (asked % 3 === 0) request.socket.destroy();
      else response.writeHead(asked % 2 === 0 ? 500 : 200, { 'content-type': 'application/json' }).end('{"error":');
    } else {
      response.writeHead(asked % 4 === 0 ? 404 : 200, { 'content-type': 'application/json' }).end('{"id":"1"}');
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A new entry each time. */
const feed = (number: number) => `<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>
<item><guid>${number}</guid><title>Entry ${number}</title><link>http://127.0.0.1/${number}</link></item></channel></rss>`;

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

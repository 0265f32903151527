import { createServer } from 'node:http';

/**
 * A PDS passes questions about figures on to an AppView, which is no part of it. This stand-in answers the two that
 * Herald asks: figures of the posts that the PDS really has, and a profile. Resolves to its address.
 */
export function startAppView(pdsUrl) {
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://localhost');
    const body = pathname.endsWith('getPosts')
      ? { posts: (await Promise.all(searchParams.getAll('uris').map((uri) => post(pdsUrl, uri)))).filter(Boolean) }
      : { did: searchParams.get('actor'), handle: 'herald.test', followersCount: 7 };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${server.address().port}`));
  });
}

async function post(pdsUrl, uri) {
  const [repo, collection, rkey] = uri.replace('at://', '').split('/');
  const query = new URLSearchParams({ repo, collection, rkey });
  const response = await fetch(`${pdsUrl}/xrpc/com.atproto.repo.getRecord?${query}`);
  if (!response.ok) return undefined;
  const { cid, value } = await response.json();
  const figures = { likeCount: 2, repostCount: 1, quoteCount: 0, replyCount: 3, bookmarkCount: 0 };
  return {
    uri,
    cid,
    author: { did: repo, handle: 'herald.test' },
    record: value,
    indexedAt: value.createdAt,
    ...figures,
  };
}

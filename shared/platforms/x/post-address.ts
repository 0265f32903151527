const hosts = new Set(['x.com', 'www.x.com', 'mobile.x.com', 'twitter.com', 'www.twitter.com', 'mobile.twitter.com']);

export function postUrl(id: string): string {
  return `https://x.com/i/status/${id}`;
}

/** The id in `https://x.com/example/status/123`, also with something behind it, and in the older forms. */
export function externalIdOf(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { hostname, pathname } = new URL(url);
  if (!hosts.has(hostname)) return undefined;
  return /^\/(?:i\/web|\w+)\/status(?:es)?\/(\d+)(?:\/|$)/.exec(pathname)?.[1];
}

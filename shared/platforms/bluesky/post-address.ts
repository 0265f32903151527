export const collection = 'app.bsky.feed.post';

/** Bluesky's own app shows accounts of any server. */
export function postUrl(handle: string, rkey: string): string {
  return `https://bsky.app/profile/${handle}/post/${rkey}`;
}

/** The record's address, where the web address names the account by its DID: a handle may be another's tomorrow. */
export function externalIdOf(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { hostname, pathname } = new URL(url);
  if (hostname !== 'bsky.app') return undefined;
  const [, did, rkey] = /^\/profile\/(did:[a-z]+:[\w.:%-]+)\/post\/([\w.~:-]+)\/?$/.exec(decoded(pathname)) ?? [];
  return did === undefined ? undefined : `at://${did}/${collection}/${rkey}`;
}

/** Browsers may write the colons of a DID as %3A. */
function decoded(path: string): string {
  return path.replaceAll(/%3a/gi, ':');
}

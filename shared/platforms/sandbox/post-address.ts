/** The id in `.../sandbox/v1/posts/123`, on whichever host the network runs. */
export function externalIdOf(url: string): string | undefined {
  return /\/sandbox\/v1\/posts\/([\w-]+)\/?(?:[?#]|$)/.exec(url)?.[1];
}

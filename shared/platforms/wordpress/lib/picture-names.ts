const MAX_NAME = 80;

/**
 * What each picture is called on the site, without an ending: as its address calls it. Two with one name are numbered, so
 * that each can be told from the others among the uploads of one post.
 */
export function pictureNames(urls: readonly string[]): string[] {
  const counts = new Map<string, number>();
  return urls.map((url) => {
    const name = nameIn(url);
    const count = (counts.get(name.toLowerCase()) ?? 0) + 1;
    counts.set(name.toLowerCase(), count);
    return count === 1 ? name : `${name} (${count})`;
  });
}

/** The last part of the path, with letters of any script, digits and what joins them. */
function nameIn(url: string): string {
  const last = new URL(url).pathname.split('/').findLast((part) => part !== '') ?? '';
  const name = decoded(last)
    .replace(/\.\w{1,5}$/, '')
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}_-]+/gu, ' ')
    .trim();
  const short = [...name].slice(0, MAX_NAME).join('').trim();
  return short === '' ? 'picture' : short;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

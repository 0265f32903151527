import type { WordpressDouble } from '../doubles/wordpress-server.ts';
import type { PlannedPost } from './planned-post.ts';

/** A post became public. */
export interface VisibleCall {
  title: string;
  /** In milliseconds, by the clock that the stand-in lives in. */
  at: number;
}

const POST_ID = /\/posts\/(\d+)$/;

/** How many calls make a post public from now on. */
export function countVisibleCalls({ requests, isPublish }: WordpressDouble): () => number {
  let read = requests.length;
  let count = 0;
  return () => {
    for (; read < requests.length; read += 1) if (isPublish(requests[read]!)) count += 1;
    return count;
  };
}

export async function visibleCalls(standIn: WordpressDouble): Promise<VisibleCall[]> {
  const titles = await publicTitles(standIn);
  return standIn.requests
    .filter((request) => standIn.isPublish(request))
    .map(({ url, body, at }) => ({
      // A call that flips a draft names the draft; one that makes the post at once has its title.
      title: titles.get(POST_ID.exec(url.pathname)?.[1] ?? '') ?? JSON.parse(body.toString()).title,
      at,
    }));
}

/**
 * How late each post became public, in milliseconds, as the stand-in saw it.
 *
 * @throws where a post became public twice, never, or before its time: such a run proves nothing
 */
export function latenessOf(calls: VisibleCall[], posts: PlannedPost[]): number[] {
  const byTitle = Map.groupBy(calls, ({ title }) => title);
  return posts.map(({ title, due }) => {
    const own = byTitle.get(title) ?? [];
    if (own.length !== 1) throw new Error(`"${title}" was made public ${own.length} times.`);
    const late = own[0]!.at - due;
    if (late < 0) throw new Error(`"${title}" was public ${-late} ms before its time.`);
    return late;
  });
}

async function publicTitles({ url, username, appPassword }: WordpressDouble): Promise<Map<string, string>> {
  const authorization = `Basic ${Buffer.from(`${username}:${appPassword}`).toString('base64')}`;
  const answer = await fetch(`${url}/wp-json/wp/v2/posts`, { headers: { authorization } });
  const posts = (await answer.json()) as { id: number; title: { raw: string } }[];
  return new Map(posts.map(({ id, title }) => [String(id), title.raw]));
}

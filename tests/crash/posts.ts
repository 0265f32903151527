import type { Answer, Herald, Json } from '../support/herald.ts';
import type { Act } from './armed-faults.ts';
import type { PostPlan } from './plan-run.ts';
import type { StandIn } from './platforms.ts';

/** A post of a run, as its user knows it. */
export interface Post {
  id: string;
  standIn: StandIn;
  /** In every version of its text, and in no other post's. */
  mark: string;
  /** What the user did since, with the answer's status. */
  acts: string[];
}

const TRIES = 12;

interface Wanted {
  mark: string;
  platformId: string;
  /** Milliseconds since the epoch. */
  at: number;
  imageUrl: string;
}

/** Schedules a post as a careful client does: the same key again until there is an answer. */
export async function schedulePost(herald: Herald, plan: PostPlan, wanted: Wanted): Promise<Post> {
  const { standIn, hasMedia } = plan;
  const { mark, platformId, at, imageUrl } = wanted;
  const body = {
    platformId,
    title: `Title of ${mark}`,
    body: textOf(mark, 1),
    scheduledFor: new Date(at).toISOString(),
    ...(hasMedia && { mediaUrls: [imageUrl] }),
  };
  for (let tries = 1; ; tries += 1) {
    const answer = await herald.api('POST', '/api/v1/distributions', body, { 'idempotency-key': mark });
    if (answer.status === 201) return { id: answer.body.id, standIn, mark, acts: [] };
    // The clock was moved past its time before anybody took it: it is another post then, for another time.
    if (answer.status === 422 && at <= Date.now()) {
      return schedulePost(herald, plan, { ...wanted, mark: `later${mark}`, at: Date.now() + 60_000 });
    }
    if (answer.status < 500 || tries === TRIES) {
      throw new Error(`${mark} was not scheduled: ${answer.status} ${JSON.stringify(answer.body)}`);
    }
  }
}

export const textOf = (mark: string, version: number) =>
  `${mark} ${wordOf(version)}. What else it says matters little, but an article wants a hundred characters, so here they are.`;

const wordOf = (version: number) => `wording${version}end`;

/** Which wording of the post this is, as it was sent to a platform or is on record. */
export function wordingIn(text: string): number | undefined {
  const found = /wording(\d+)end/.exec(text);
  return found === null ? undefined : Number(found[1]);
}

/** Does what a user may do at any moment, and notes how that was answered. */
export async function act(herald: Herald, post: Post, what: Act): Promise<void> {
  const { status } = await send(herald, post, what);
  post.acts.push(`${what} ${status}`);
}

function send(herald: Herald, post: Post, what: Act): Promise<Answer> {
  const path = `/api/v1/distributions/${post.id}`;
  switch (what) {
    case 'cancel':
      return herald.api('POST', `${path}/cancel`);
    case 'edit':
      return herald.api('PATCH', path, { body: textOf(post.mark, post.acts.length + 2) });
    case 'reschedule':
      return herald.api('PATCH', path, { scheduledFor: new Date(Date.now() + 300_000).toISOString() });
  }
}

/** The record of a post; undefined where it is gone. */
export async function readPost(herald: Herald, { id }: Post): Promise<Json | undefined> {
  const { status, body } = await herald.api('GET', `/api/v1/distributions/${id}`);
  return status === 200 ? body : undefined;
}

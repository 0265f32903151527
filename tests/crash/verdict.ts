import type { Json } from '../support/herald.ts';
import { type Post, wordingIn } from './posts.ts';

export interface Counts {
  published: number;
  duplicates: number;
  lost: number;
  stuck: number;
  leftovers: number;
}

export interface Finding {
  post: Post;
  record: Json | undefined;
  standing: number;
  leftovers: number;
  /** Nothing where all is well. */
  faults: string[];
}

const ended = ['published', 'failed', 'missed', 'cancelled', 'archived'];

/** Whether nothing more happens to a post by itself. */
export function hasEnded(record: Json | undefined): boolean {
  if (record === undefined) return true;
  return ended.includes(record.status) || (record.status === 'unknown' && record.lookAt === undefined);
}

/** Holds what is on record against what stands on the platform. */
export function judge(post: Post, record: Json | undefined): { finding: Finding; counts: Counts } {
  const { isBlind, double } = post.standIn;
  const texts = double.posts.map((sent) => JSON.stringify(sent)).filter((text) => text.includes(post.mark));
  const standing = texts.length;
  const leftovers = countLeftovers(post, record);
  const counts: Counts = { published: 0, duplicates: 0, lost: 0, stuck: 0, leftovers };
  const faults: string[] = leftovers > 0 ? [`${leftovers} left over`] : [];
  const add = (count: keyof Counts, fault: string) => {
    counts[count] += 1;
    faults.push(`${count}: ${fault}`);
  };

  const status = record?.status as string | undefined;
  if (standing > 1) add('duplicates', `it stands ${standing} times`);
  if (status === undefined) add('lost', 'there is no record of it');
  else if (status === 'unknown') {
    // Only where nobody can be asked may it stay open, and then it stands once at most.
    if (!isBlind || !hasEnded(record)) add('stuck', 'it is still unknown');
  } else if (!ended.includes(status)) add('stuck', `it is still ${status}`);
  else if (status === 'published') {
    counts.published = 1;
    if (standing === 0) add('lost', 'it is said to be published and does not stand');
    else if (wordingIn(texts[0]!) !== wordingIn(record.body)) add('lost', 'another wording stands than is on record');
  } else if (standing > 0) add('lost', `it stands and is said to be ${status}`);
  // No injected fault lets a platform refuse a post for good, and a run has fewer of them than a post has tries.
  else if (status !== 'cancelled') add('lost', `it is ${status}`);
  return { finding: { post, record, standing, leftovers, faults }, counts };
}

/** Drafts, containers and uploads at the platform that no public post needs. */
function countLeftovers({ id, mark, standIn }: Post, record: Json | undefined): number {
  const inNames = id.replaceAll('-', '').slice(-8);
  const own = standIn.double
    .leftovers()
    .map((leftover) => JSON.stringify(leftover))
    .filter((text) => text.includes(mark) || text.includes(inNames));
  // Any other post may still need what was made for it.
  return record?.status === 'cancelled' || record?.status === 'published' ? own.length : 0;
}

export function sum(all: Counts[]): Counts {
  const total: Counts = { published: 0, duplicates: 0, lost: 0, stuck: 0, leftovers: 0 };
  for (const counts of all) for (const key of Object.keys(total) as (keyof Counts)[]) total[key] += counts[key];
  return total;
}

export const isClean = ({ duplicates, lost, stuck, leftovers }: Counts) => duplicates + lost + stuck + leftovers === 0;

import type { Act, Arm } from './armed-faults.ts';
import { type Place, places } from './boundaries.ts';
import type { StandIn } from './platforms.ts';
import type { Random } from './random.ts';

/** What one run does, all of it drawn from its seed. */
export interface RunPlan {
  posts: PostPlan[];
  /** Seconds after the start at which posts are due, in order: within the queue's reach and beyond it. */
  moments: number[];
  arms: Arm[];
}

export interface PostPlan {
  standIn: StandIn;
  /** Index into `moments`. */
  moment: number;
  hasMedia: boolean;
}

const MAX_POSTS_EACH = 3;
const MAX_FAULTS = 3;
const placeWeights = Object.fromEntries(Object.entries(places).map(([place, { weight }]) => [place, weight])) as Record<
  Place,
  number
>;

export function planRun(random: Random, standIns: StandIn[]): RunPlan {
  const moments = [random.between(20, 50), random.between(200, 550), random.between(800, 2_400)];
  const posts = standIns.flatMap((standIn) => {
    const count = random.chance(0.7) ? 1 : random.between(2, MAX_POSTS_EACH);
    return Array.from({ length: count }, () => ({
      standIn,
      moment: random.between(0, moments.length - 1),
      hasMedia: standIn.takesMedia && random.chance(0.4),
    }));
  });
  const arms = Array.from({ length: random.between(1, MAX_FAULTS) }, () => planArm(random, posts.length));
  return { posts, moments, arms };
}

function planArm(random: Random, posts: number): Arm {
  const place = random.pickWeighted(placeWeights);
  const number = random.between(1, Math.max(1, Math.round(places[place]!.perPost * posts)));
  const mayAct = !place.endsWith('delivery') && random.chance(0.2);
  return { place, number, ...(mayAct && { act: random.pick<Act>(['cancel', 'edit', 'reschedule']) }) };
}

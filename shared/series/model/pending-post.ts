import type { Distribution } from '../../posts/model/distribution.ts';
import { postMoment } from './post-moment.ts';
import type { Series } from './series.ts';

/** Whether the post may go out yet. Until it is out or ended, its series makes no other. */
export function stillWaits({ status }: Distribution): boolean {
  return ['scheduled', 'preparing', 'publishing', 'publish_requested'].includes(status);
}

/** The post whose time has come is the last one from then on. */
export function withPast(series: Series, state: Distribution | undefined): Series {
  const { pending, ...rest } = series;
  if (pending === undefined) return series;
  return { ...rest, last: { ...pending, at: postMoment(pending.at, state?.publishedAt) } };
}

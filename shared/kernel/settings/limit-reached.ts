import { HeraldError } from '../herald-error.ts';
import type { Quota } from './define-setting.ts';

/** Where a limit is explained: its page is made from the settings themselves. */
const WHERE = 'GET /api/v1/settings shows it';

/** @param wanted how many there would be; undefined where that is not known exactly */
export function limitReached(quota: Quota, limit: number, wanted?: number): HeraldError {
  const { name, counts, remedy } = quota;
  const much = wanted === undefined ? '' : ` This would make ${wanted}.`;
  return new HeraldError('limit_reached', `At most ${limit} ${counts} are allowed.${much}`, {
    remedy: `${remedy} Or ask the operator to raise the limit "${name}" (${WHERE}): npm run admin -- set-limit.`,
    extra: { setting: name, limit },
  });
}

import { updateItem } from '../../table/update-item.ts';
import { MINUTE_MS } from '../../time/durations.ts';
import { rateKeys } from './rate-keys.ts';

/** A bucket that holds a minute of permits and is filled again evenly. */
export interface Bucket {
  tenantId: string;
  /** Whose permits they are, e.g. `key:<id>`. */
  name: string;
  perMinute: number;
}

/** `emptyUntil` is when the bucket would be full again, in milliseconds: it says all that there is to know of it. */
export type Taken = { ok: true; emptyUntil: number } | { ok: false; emptyUntil: number };

const DAY_SECONDS = 86_400;
/** Another environment may change the bucket between two tries. */
const TRIES = 6;

export const costOf = ({ perMinute }: Pick<Bucket, 'perMinute'>, permits: number) => (permits * MINUTE_MS) / perMinute;

/**
 * Takes permits out of the bucket in one conditional write, mostly. The item holds one number, the moment at which the
 * bucket is full again: each permit moves it on, and it may not lie more than a minute ahead.
 *
 * @param guess what the caller saw last of that moment
 */
export async function takeFromBucket(bucket: Bucket, permits: number, guess = 0): Promise<Taken> {
  const key = rateKeys.bucket(bucket.tenantId, bucket.name);
  const cost = costOf(bucket, permits);
  let emptyUntil = guess;
  for (let turn = 0; turn < TRIES; turn += 1) {
    const now = Date.now();
    if (emptyUntil > now + MINUTE_MS - cost) return { ok: false, emptyUntil };
    const expiresAt = Math.floor(now / 1000) + DAY_SECONDS;
    const answer =
      emptyUntil > now
        ? await updateItem(
            key,
            'SET emptyUntil = emptyUntil + :cost, expiresAt = :expiresAt',
            { ':cost': cost, ':expiresAt': expiresAt, ':now': now, ':most': now + MINUTE_MS - cost },
            'emptyUntil > :now AND emptyUntil <= :most',
          )
        : await updateItem(
            key,
            'SET emptyUntil = :full, expiresAt = :expiresAt',
            { ':full': now + cost, ':expiresAt': expiresAt, ':now': now },
            'attribute_not_exists(emptyUntil) OR emptyUntil <= :now',
          );
    if ('now' in answer) return { ok: true, emptyUntil: Number(answer.now.emptyUntil) };
    emptyUntil = Number(answer.instead.emptyUntil ?? 0);
  }
  // So many others take permits at this moment that it cannot be told: the request is not made to wait for them.
  return { ok: true, emptyUntil };
}

import { platformPk } from '../../accounts/keys.ts';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import { queryPartition } from '../../kernel/table/read.ts';
import { putAlways, removeAlways } from '../../kernel/table/transact.ts';
import { DAY_MS } from '../../kernel/time/durations.ts';
import { postKeys, postPrefixes } from './keys.ts';
import { type AccountRef, type PublicationRef, publicationRefSchema } from './publication-ref.ts';

/** An account that nobody has connected again by then keeps what was prepared on it. */
const KEPT_SECONDS = (90 * DAY_MS) / 1000;

const keyOf = ({ tenantId, platformId, distributionId, textVersion }: PublicationRef) =>
  postKeys.waitingDiscard(tenantId, platformId, distributionId, textVersion);

/** What was prepared in vain on an account that is cut off waits for its connection. */
export function keepDiscard(ref: PublicationRef): LabelledAction {
  const expiresAt = Math.floor(Date.now() / 1000) + KEPT_SECONDS;
  return putAlways({ ...keyOf(ref), ...publicationRefSchema.parse(ref), expiresAt });
}

export function forgetDiscard(ref: PublicationRef): LabelledAction {
  return removeAlways(keyOf(ref));
}

/** The first of an account, by their posts. */
export async function firstWaitingDiscards(
  { tenantId, platformId }: AccountRef,
  limit: number,
): Promise<PublicationRef[]> {
  const prefix = postPrefixes.waitingDiscard;
  const items = await queryPartition({ pk: platformPk(tenantId, platformId), prefix, limit });
  return items.map((item) => publicationRefSchema.parse(item));
}

import type { Account } from '../../accounts/account.ts';
import { fromAccountItem } from '../../accounts/account-items.ts';
import { accountKeys } from '../../accounts/keys.ts';
import type { Item } from '../../kernel/table/client.ts';
import { getItems } from '../../kernel/table/read.ts';
import { type Attempt, attemptSchema, type Distribution } from './distribution.ts';
import { fromDistributionItem } from './distribution-items.ts';
import { postKeys } from './keys.ts';
import { fromPreparedItem, preparedKey, type SavedPrepared } from './prepared-items.ts';
import type { PublicationRef } from './publication-ref.ts';

/** What one plan of a distribution is published from, in one round trip. `text` is an item for `contentOf`. */
export async function readPublicationItems({
  tenantId,
  distributionId,
  platformId,
  textVersion,
}: PublicationRef): Promise<{
  state: Distribution | undefined;
  account: Account | undefined;
  text: Item | undefined;
  saved: SavedPrepared | undefined;
}> {
  const [state, account, text, saved] = await getItems([
    postKeys.distribution(tenantId, distributionId),
    accountKeys.platform(tenantId, platformId),
    postKeys.text(tenantId, distributionId, textVersion),
    preparedKey({ tenantId, id: distributionId, textVersion }),
  ]);
  return {
    state: state && fromDistributionItem(state),
    account: account && fromAccountItem(account),
    text,
    saved: fromPreparedItem(saved),
  };
}

/** The other items of a post, with its newest attempts, at most `maxAttempts`; in one round trip. */
export async function readDetailItems(
  state: Distribution,
  maxAttempts: number,
): Promise<{
  text: Item | undefined;
  summary: Item | undefined;
  saved: SavedPrepared | undefined;
  attempts: Attempt[];
}> {
  const { tenantId, id, textVersion } = state;
  const first = Math.max(1, state.attempts - maxAttempts + 1);
  const numbers = Array.from({ length: state.attempts - first + 1 }, (_, index) => first + index);
  const [text, summary, saved, ...attempts] = await getItems([
    postKeys.text(tenantId, id, textVersion),
    postKeys.summary(tenantId, id),
    preparedKey(state),
    ...numbers.map((number) => postKeys.attempt(tenantId, id, number)),
  ]);
  return {
    text,
    summary,
    saved: fromPreparedItem(saved),
    attempts: attempts.filter((attempt) => attempt !== undefined).map((attempt) => attemptSchema.parse(attempt)),
  };
}

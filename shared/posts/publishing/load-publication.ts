import { createHash } from 'node:crypto';
import { type Access, accessTo } from '../../accounts/access/access.ts';
import type { Account } from '../../accounts/account.ts';
import { fromAccountItem } from '../../accounts/account-items.ts';
import { accountKeys } from '../../accounts/keys.ts';
import { getItems } from '../../kernel/table/read.ts';
import type { PlatformAdapter, Prepared } from '../../platforms/contract/adapter.ts';
import type { DistributionContent } from '../../platforms/contract/content.ts';
import { adapterFor } from '../../platforms/registry.ts';
import type { Distribution } from '../model/distribution.ts';
import { fromDistributionItem } from '../model/distribution-items.ts';
import { postKeys } from '../model/keys.ts';
import type { PublicationRef } from '../model/publication-ref.ts';
import { contentOf } from '../model/text-items.ts';

/** Everything that publishing one plan of a distribution needs. */
export interface Publication {
  ref: PublicationRef;
  state: Distribution;
  account: Account;
  adapter: PlatformAdapter;
  access: Access;
  content: DistributionContent;
  /** One content for each visible call: more than one for a thread. */
  parts: DistributionContent[];
  prepared: Prepared;
  /** Whether `prepare` has run to its end for this text. */
  isPrepared: boolean;
}

/**
 * One round trip. Answers a reason instead where the plan is no longer the one that the message names, or what is
 * missing for good.
 */
export async function loadPublication(
  ref: PublicationRef,
  versions: 'this version' | 'any version' = 'this version',
): Promise<Publication | { stale: string } | { missing: string; state: Distribution }> {
  const { tenantId, distributionId, platformId, textVersion } = ref;
  const [stateItem, platformItem, textItem, preparedItem] = await getItems([
    postKeys.distribution(tenantId, distributionId),
    accountKeys.platform(tenantId, platformId),
    postKeys.text(tenantId, distributionId, textVersion),
    postKeys.prepared(tenantId, distributionId, textVersion),
  ]);
  if (stateItem === undefined) return { stale: 'the distribution is gone' };
  const state = fromDistributionItem(stateItem);
  if (versions === 'this version' && state.version !== ref.version)
    return { stale: `the plan is at version ${state.version}` };
  if (platformItem === undefined) return { missing: 'platform', state };
  if (textItem === undefined) return { missing: 'text', state };
  const account = fromAccountItem(platformItem);
  // What was made on one site means nothing on another.
  const saved = preparedItem?.site === destinationHash(account) ? preparedItem : undefined;
  const adapter = adapterFor(account.kind);
  const content = await contentOf(textItem);
  return {
    ref,
    state,
    account,
    adapter,
    access: accessTo(account),
    content,
    parts: adapter.parts?.(content) ?? [content],
    prepared: (saved?.prepared as Prepared | undefined) ?? {},
    isPrepared: adapter.prepare === undefined || saved?.complete === true,
  };
}

/** Names the account's place: what is prepared belongs to the site that it was made on. */
export function destinationHash({ publishConfig }: Pick<Account, 'publishConfig'>): string {
  return createHash('sha256').update(JSON.stringify(publishConfig)).digest('hex').slice(0, 16);
}

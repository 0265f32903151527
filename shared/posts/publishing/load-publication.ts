import { hash } from 'node:crypto';
import { type Access, accessTo } from '../../accounts/access/access.ts';
import type { Account } from '../../accounts/account.ts';
import type { PlatformAdapter, Prepared } from '../../platforms/contract/adapter.ts';
import type { DistributionContent } from '../../platforms/contract/content.ts';
import type { PreparationNote } from '../../platforms/contract/preparation-note.ts';
import { loadFetch } from '../../platforms/http/node-http.ts';
import { adapterFor } from '../../platforms/registry.ts';
import type { Distribution } from '../model/distribution.ts';
import { readPublicationItems } from '../model/publication-items.ts';
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
  /** Something of this text was prepared on another site, where the account was before. */
  isPreparedElsewhere: boolean;
  /** When `prepare` ran to its end for this text. */
  preparedAt: string | undefined;
  /** Whether nothing is left to prepare. */
  isPrepared: boolean;
  /** What the post goes out without, as far as its text tells. Missing: not looked at yet. */
  ofText?: PreparationNote[];
  /** Whether an earlier run has begun to prepare this text. */
  isRepeated?: boolean;
}

/**
 * One round trip. Answers a reason instead where the plan is no longer the one that the message names, or what is
 * missing for good.
 */
export async function loadPublication(
  ref: PublicationRef,
  versions: 'this version' | 'any version' = 'this version',
): Promise<Publication | { stale: string } | { missing: string; state: Distribution }> {
  const { state, account, text, saved: stored } = await readPublicationItems(ref);
  if (state === undefined) return { stale: 'the distribution is gone' };
  if (versions === 'this version' && state.version !== ref.version)
    return { stale: `the plan is at version ${state.version}` };
  if (account === undefined) return { missing: 'platform', state };
  if (text === undefined) return { missing: 'text', state };
  // What was made on one site means nothing on another.
  const saved = stored?.site === destinationHash(account) ? stored : undefined;
  const adapter: PlatformAdapter = adapterFor(account.kind);
  // The calls come at the due moment, when nothing else may take time.
  loadFetch();
  const [content] = await Promise.all([contentOf(text), adapter.load?.()]);
  return {
    ref,
    state,
    account,
    adapter,
    access: accessTo(account),
    content,
    parts: adapter.parts?.(content) ?? [content],
    prepared: saved?.prepared ?? {},
    isPreparedElsewhere: stored !== undefined && saved === undefined,
    preparedAt: saved?.preparedAt,
    isPrepared: adapter.prepare === undefined || saved?.preparedAt !== undefined,
  };
}

/** Names the account's place: what is prepared belongs to the site that it was made on. */
export function destinationHash({ publishConfig }: Pick<Account, 'publishConfig'>): string {
  return hash('sha256', JSON.stringify(publishConfig)).slice(0, 16);
}

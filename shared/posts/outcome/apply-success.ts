import { markConnected } from '../../accounts/access/connection.ts';
import { blockPlatform, noteHealth } from '../../accounts/account-health-items.ts';
import type { Actor } from '../../kernel/events/event.ts';
import type { PublishResult } from '../../platforms/contract/adapter.ts';
import { contentNotes } from '../../platforms/contract/content-notes.ts';
import type { PreparationNote } from '../../platforms/contract/preparation-note.ts';
import type { Attempt } from '../model/distribution.ts';
import type { Publication } from '../publishing/load-publication.ts';
import { recordPublished } from './record-published.ts';
import { writeOverLost } from './write-over-lost.ts';

/**
 * The platform took the post, or the last part of a thread.
 *
 * `calledAt` is the moment of the visible call in milliseconds. Where a check gave this attempt up for lost in the
 * meantime, the success still counts.
 */
export async function applySuccess(
  publication: Publication,
  attempt: Attempt,
  result: PublishResult,
  calledAt: number,
  actor: Actor,
): Promise<void> {
  const notes = notesOf(publication, attempt);
  await writeOverLost(publication.state, attempt, (state) =>
    recordPublished(state, { attempt, result, calledAt, notes }, actor),
  );
  await noteAnswer(publication, result, calledAt, actor);
}

/** What the post went out without: known from its text and from what was prepared for this attempt. */
export function notesOf(
  {
    content,
    adapter,
    ofText = contentNotes(content, adapter.rules),
  }: Pick<Publication, 'content' | 'adapter' | 'ofText'>,
  { prepared }: Attempt,
): PreparationNote[] {
  return [...ofText, ...(adapter.notesOf?.(prepared) ?? [])];
}

/** What a success says of the account: it is well, and how many more posts it takes. */
export async function noteAnswer(
  { access: { account } }: Pick<Publication, 'access'>,
  { limit }: PublishResult,
  calledAt: number,
  actor: Actor,
): Promise<void> {
  const { tenantId, id } = account;
  await markConnected(account, actor);
  if (limit?.remaining === 0 && limit.resetAt > Date.now()) {
    await blockPlatform(tenantId, id, new Date(limit.resetAt).toISOString());
  }
  await noteHealth(tenantId, id, 'lastPublishedAt', new Date(calledAt).toISOString());
}

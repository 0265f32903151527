import type { Account } from '../../accounts/account.ts';
import { sendMessages } from '../../aws/queues.ts';
import type { PublishMessage } from '../model/publication-ref.ts';

/** An index may lag behind, and a worker may hold one more post with what it read before: looked at twice. */
const SECOND_LOOK_SECONDS = 60;

/** By then every request and worker that has read the account before it was deleted has ended. */
const LAST_WRITER_SECONDS = 90;

/** Has the posts that were held for a platform released once it is connected again, and those of a deleted one ended. */
export async function syncConnection(before: Account | undefined, after: Account | undefined): Promise<void> {
  if (before !== undefined && after === undefined) {
    const body: PublishMessage = { kind: 'orphans', tenantId: before.tenantId, platformId: before.id };
    return sendMessages('PUBLISH_QUEUE_URL', [{ body, delaySeconds: LAST_WRITER_SECONDS }]);
  }
  if (before?.connection !== 'reconnect' || after?.connection !== 'connected') return;
  const body: PublishMessage = { kind: 'release', tenantId: after.tenantId, platformId: after.id };
  await sendMessages('PUBLISH_QUEUE_URL', [
    { body, delaySeconds: 0 },
    { body, delaySeconds: SECOND_LOOK_SECONDS },
  ]);
}

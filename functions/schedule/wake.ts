import type { Context } from 'aws-lambda';
import { publicationRefSchema } from '../../shared/posts/model/publication-ref.ts';
import { runPublication } from '../../shared/posts/publishing/run-publication.ts';

/** EventBridge Scheduler calls this shortly before the due time, with the plan of the schedule. */
export async function handler(event: unknown, context: Context): Promise<void> {
  const ref = publicationRefSchema.parse(event);
  await runPublication(ref, 0, {
    actor: 'system:wake',
    correlationId: ref.distributionId,
    causationId: context.awsRequestId,
  });
}

import type { Context, ScheduledEvent } from 'aws-lambda';
import { sweep } from '../../shared/operations/sweep.ts';

/** Every 2 minutes: repairs posts that no worker has taken up in time. */
export async function handler(event: ScheduledEvent, context: Context): Promise<{ found: number }> {
  const found = await sweep({ actor: 'system:sweep', correlationId: event.id, causationId: context.awsRequestId });
  return { found };
}

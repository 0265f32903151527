import type { Context, ScheduledEvent } from 'aws-lambda';
import { sweep } from '../../shared/operations/sweep.ts';

/** Every two minutes: wakes what nobody woke, and says what died in its visible call. */
export async function handler(event: ScheduledEvent, context: Context): Promise<{ found: number }> {
  const found = await sweep({ actor: 'system:sweep', correlationId: event.id, causationId: context.awsRequestId });
  return { found };
}

import type { Context, ScheduledEvent } from 'aws-lambda';
import { repeatDueSeries } from '../../shared/series/occurrences/repeat-due-series.ts';

/** Every 5 minutes: makes the next post of each series that is due. */
export async function handler(event: ScheduledEvent, context: Context): Promise<{ series: number }> {
  const actor = { actor: 'system:series', correlationId: event.id, causationId: context.awsRequestId };
  return { series: await repeatDueSeries(actor) };
}

import type { Context, ScheduledEvent } from 'aws-lambda';
import { repeatDueSeries } from '../../shared/series/occurrences/repeat-due-series.ts';

/** Every five minutes: makes the next post of every series whose moment has come. */
export async function handler(event: ScheduledEvent, context: Context): Promise<{ series: number }> {
  const actor = { actor: 'system:series', correlationId: event.id, causationId: context.awsRequestId };
  return { series: await repeatDueSeries(actor) };
}

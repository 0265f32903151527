import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { clientSettings } from '../kernel/client-settings.ts';
import { environment } from '../kernel/environment.ts';
import type { HeraldEvent } from '../kernel/events/event.ts';
import { lean } from '../kernel/lean-client.ts';

const client = lean(new EventBridgeClient(clientSettings));

/**
 * Puts at most ten events on the bus, in order.
 *
 * @returns the ids of the events that the bus did not take
 */
export async function putEvents(events: HeraldEvent[]): Promise<Set<string>> {
  const answer = await client.send(
    new PutEventsCommand({
      Entries: events.map((event) => ({
        EventBusName: environment('EVENT_BUS_NAME'),
        Source: 'herald',
        DetailType: event.type,
        Time: new Date(event.occurredAt),
        Detail: JSON.stringify(event),
      })),
    }),
  );
  const refused = events.filter((_, index) => answer.Entries?.[index]?.ErrorCode !== undefined);
  return new Set(refused.map((event) => event.id));
}

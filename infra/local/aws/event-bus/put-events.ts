import type { DatabaseSync } from 'node:sqlite';
import { busNameOf } from '../arns.ts';
import { AwsError } from '../aws-error.ts';
import type { Members } from '../json-service.ts';
import { inTransaction } from '../state-file.ts';
import type { BusEvent } from './bus-event.ts';
import type { DeliveryStore } from './delivery-store.ts';
import { matchesPattern } from './event-pattern.ts';
import { entrySize, eventOf, type PutEventsEntry } from './put-events-entry.ts';
import type { RuleStore } from './rule-store.ts';

const MAX_ENTRIES = 10;
const MAX_CALL_BYTES = 1024 * 1024;

export interface PutEventsOptions {
  database: DatabaseSync;
  rules: RuleStore;
  deliveries: DeliveryStore;
  log(line: string): void;
}

/** Puts events on their buses: each is stored for every target of every rule it matches before this answers. */
export function putEvents({ database, rules, deliveries, log }: PutEventsOptions, input: Members): Members {
  const entries = checkedEntries(input.Entries);
  return inTransaction(database, () => {
    const results = entries.map((entry) => {
      const result = eventOf(entry);
      if (!('event' in result)) return result;
      const bus = busNameOf(entry.EventBusName);
      // AWS accepts the event and drops it.
      if (!rules.hasBus(bus)) log(`event ${result.event.id} went to the event bus ${bus}, which does not exist`);
      route(bus, result.event);
      return { EventId: result.event.id };
    });
    return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
  });

  function route(bus: string, event: BusEvent): void {
    for (const { rule, pattern, targets } of rules.routesOf(bus)) {
      if (!matchesPattern(pattern, event)) continue;
      for (const target of targets) deliveries.add({ rule, target, event });
    }
  }
}

function checkedEntries(entries: unknown): PutEventsEntry[] {
  if (!Array.isArray(entries) || entries.length < 1 || entries.length > MAX_ENTRIES) {
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have 1 to ${MAX_ENTRIES} elements`,
    );
  }
  const size = entries.reduce((sum, entry) => sum + entrySize(entry), 0);
  if (size >= MAX_CALL_BYTES) {
    throw new AwsError('ValidationException', 'Total size of the entries in the request is over the limit.');
  }
  return entries;
}

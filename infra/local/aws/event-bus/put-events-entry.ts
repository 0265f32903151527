import { type BusEvent, createEvent } from './bus-event.ts';
import { isFields } from './event-pattern.ts';

/** One entry of PutEvents as it comes over the wire. */
export interface PutEventsEntry {
  EventBusName?: string;
  Source?: string;
  DetailType?: string;
  /** A JSON object as text. */
  Detail?: string;
  Resources?: string[];
  /** Seconds since the epoch. */
  Time?: number;
}

export interface EntryError {
  ErrorCode: string;
  ErrorMessage: string;
}

/** A bad entry fails alone; the others of its call go through. */
export function eventOf(entry: PutEventsEntry): { event: BusEvent } | EntryError {
  for (const member of ['Source', 'DetailType', 'Detail'] as const) {
    if (!entry[member]) {
      const message = `Parameter ${member} is not valid. Reason: ${member} is a required argument.`;
      return { ErrorCode: 'InvalidArgument', ErrorMessage: message };
    }
  }
  if (entry.Source?.startsWith('aws.')) {
    return { ErrorCode: 'NotAuthorizedForSource', ErrorMessage: 'Not authorized for the source.' };
  }
  const detail = parsed(entry.Detail ?? '');
  if (!isFields(detail)) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };

  const parts = {
    source: entry.Source ?? '',
    'detail-type': entry.DetailType ?? '',
    resources: entry.Resources ?? [],
    detail,
  };
  return { event: createEvent(parts, entry.Time === undefined ? Date.now() : entry.Time * 1000) };
}

/** Bytes of an entry as AWS counts them; a time counts 14. */
export function entrySize({ Source = '', DetailType = '', Detail = '', Resources = [], Time }: PutEventsEntry): number {
  const texts = [Source, DetailType, Detail, ...Resources];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), Time === undefined ? 0 : 14);
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

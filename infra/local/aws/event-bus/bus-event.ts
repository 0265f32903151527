import { randomUUID } from 'node:crypto';
import { ACCOUNT_ID, REGION } from '../identity.ts';

/** An event as rules match it and targets receive it. */
export interface BusEvent {
  version: '0';
  id: string;
  'detail-type': string;
  source: string;
  account: string;
  /** ISO 8601 in UTC, to the second. */
  time: string;
  region: string;
  resources: string[];
  detail: unknown;
}

/** @param moment milliseconds since the epoch */
export function createEvent(
  parts: Pick<BusEvent, 'detail-type' | 'source' | 'resources' | 'detail'>,
  moment: number,
): BusEvent {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': parts['detail-type'],
    source: parts.source,
    account: ACCOUNT_ID,
    time: `${new Date(moment).toISOString().slice(0, 19)}Z`,
    region: REGION,
    resources: parts.resources,
    detail: parts.detail,
  };
}

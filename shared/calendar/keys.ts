import { platformPk } from '../accounts/keys.ts';
import type { Key } from '../kernel/table/client.ts';
import { tenantPrefix } from '../kernel/table/key-parts.ts';

export const calendarPk = (tenantId: string, platformId: string) => `${tenantPrefix(tenantId)}#CAL#${platformId}`;

export const calendarPrefixes = {
  slotRule: 'RULE#',
  minute: 'MINUTE#',
} as const;

export const calendarKeys = {
  /** `key` is `slotKey` of the slot's moment. */
  slot: (tenantId: string, platformId: string, key: string): Key => ({ pk: calendarPk(tenantId, platformId), sk: key }),
  /** Where an occurrence of a rule does not stand any more. Behind the key of its moment, which others may take. */
  leftPlace: (tenantId: string, platformId: string, key: string, ruleId: string): Key => ({
    pk: calendarPk(tenantId, platformId),
    sk: `${key}#${ruleId}`,
  }),
  /** Held by a post whose time was found for it; `key` is `slotKey` of the minute. */
  minute: (tenantId: string, platformId: string, key: string): Key => ({
    pk: calendarPk(tenantId, platformId),
    sk: `${calendarPrefixes.minute}${key}`,
  }),
  slotRule: (tenantId: string, platformId: string, id: string): Key => ({
    pk: calendarPk(tenantId, platformId),
    sk: `RULE#${id}`,
  }),
  pattern: (tenantId: string, platformId: string, type: string, name: string): Key => ({
    pk: platformPk(tenantId, platformId),
    sk: `PATTERN#${type}#${name}`,
  }),
};

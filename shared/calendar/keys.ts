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
  /** Suppresses one occurrence of a rule. Sorts directly after the slot of the same moment. */
  suppression: (tenantId: string, platformId: string, key: string, ruleId: string): Key => ({
    pk: calendarPk(tenantId, platformId),
    sk: `${key}#${ruleId}`,
  }),
  /** Reserved for a post whose time Herald found; `key` is `slotKey` of the minute. */
  minute: (tenantId: string, platformId: string, key: string): Key => ({
    pk: calendarPk(tenantId, platformId),
    sk: `${calendarPrefixes.minute}${key}`,
  }),
  slotRule: (tenantId: string, platformId: string, id: string): Key => ({
    pk: calendarPk(tenantId, platformId),
    sk: `${calendarPrefixes.slotRule}${id}`,
  }),
  pattern: (tenantId: string, platformId: string, type: string, name: string): Key => ({
    pk: platformPk(tenantId, platformId),
    sk: `PATTERN#${type}#${name}`,
  }),
};

import * as z from 'zod';
import { defineEvents } from '../kernel/events/define-events.ts';
import { settingsPk } from '../kernel/settings/setting-keys.ts';

const entity = { type: 'settings', pk: (tenantId: string) => settingsPk(tenantId) };

export const settingEvents = defineEvents(entity, {
  SETTINGS_CHANGED: {
    summary: 'A caller changed settings of its tenant.',
    data: () =>
      z.strictObject({
        changes: z.array(z.strictObject({ name: z.string(), from: z.unknown(), to: z.unknown() })),
      }),
  },
  LIMIT_CHANGED: {
    summary: 'An operator changed how much of something the tenant may have or do.',
    data: () => z.strictObject({ name: z.string(), from: z.number(), to: z.number() }),
  },
});

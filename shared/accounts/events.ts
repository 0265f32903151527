import * as z from 'zod';
import { defineEvents } from '../kernel/events/define-events.ts';
import { distributionErrorSchema } from '../platforms/contract/describe-error.ts';
import { accountSchema } from './account.ts';
import { postAtRiskSchema } from './account-view.ts';
import { platformPk } from './keys.ts';

const accountEntity = { type: 'platform', pk: platformPk };
const connectedAs = z.strictObject({ kind: z.string(), name: z.string() });

export const accountEvents = defineEvents(accountEntity, {
  PLATFORM_CONNECTED: { summary: 'A caller connected a platform.', data: () => connectedAs },
  PLATFORM_UPDATED: {
    summary: 'A caller changed the settings of a platform, or the platform accepts its credentials again.',
    data: () =>
      z.strictObject({
        /** The names of the fields in the request. */
        changed: z.array(z.string()).optional(),
        /** Where the platform was waiting to be reconnected. */
        connection: accountSchema.shape.connection.optional(),
      }),
  },
  PLATFORM_NEEDS_RECONNECT: {
    summary: 'A platform refuses its credentials; posts wait until a caller gives new ones.',
    data: () =>
      z.strictObject({
        connection: accountSchema.shape.connection,
        error: distributionErrorSchema,
        postsAtRisk: z.array(postAtRiskSchema),
      }),
  },
  PLATFORM_DELETED: {
    summary: 'A caller disconnected a platform; Herald deleted its credentials.',
    data: () => connectedAs,
  },
});

import * as z from 'zod';
import { sandboxBehaviourSchema } from '../../domain/sandbox.ts';

export const publishConfig = z.strictObject({
  /** Another deployment's API; this one's own when left out. */
  apiUrl: z.url({ protocol: /^https?$/ }).optional(),
});

export const credentials = z.strictObject({ apiKey: z.string().min(1) });

export const platformSpecific = z.strictObject({ behaviour: sandboxBehaviourSchema.optional() });

export const schemas = { publishConfig, credentials, platformSpecific };

import * as z from 'zod';

const times = z.number().int().min(1).max(100).optional();

/** How the sandbox is to misbehave over the next `times` attempts at this post (once when left out). */
export const behaviour = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('fail'), error: z.enum(['rejected', 'server_error', 'unauthorized']), times }),
  /** The post is made, its answer never comes. */
  z.strictObject({ kind: z.literal('timeoutAfterCreate'), times }),
  z.strictObject({ kind: z.literal('rateLimit'), retryAfterSeconds: z.number().int().min(1).max(86_400), times }),
  z.strictObject({ kind: z.literal('slow'), seconds: z.number().min(0).max(60), times }),
]);

export const publishConfig = z.strictObject({
  /** Another deployment's API; this one's own when left out. */
  apiUrl: z.url({ protocol: /^https?$/ }).optional(),
});

export const credentials = z.strictObject({ apiKey: z.string().min(1) });

export const platformSpecific = z.strictObject({ behaviour: behaviour.optional() });

export const schemas = { publishConfig, credentials, platformSpecific };

import * as z from 'zod';

const times = z
  .number()
  .int()
  .positive()
  .optional()
  .meta({ description: 'Only this many first tries; absent: every try.' });

/** How a post on the sandbox network can make its publish call fail, where the caller asks for it. */
export const sandboxBehaviourSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('fail'), error: z.enum(['rejected', 'server_error', 'unauthorized']), times }),
  z.strictObject({ kind: z.literal('timeoutAfterCreate'), times }),
  z.strictObject({ kind: z.literal('rateLimit'), retryAfterSeconds: z.number().int().min(1).max(86_400), times }),
  z.strictObject({ kind: z.literal('slow'), seconds: z.number().min(0).max(25), times }),
]);
export type SandboxBehaviour = z.infer<typeof sandboxBehaviourSchema>;

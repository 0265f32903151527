import * as z from 'zod';
import { RetryPolicy } from '../delivery/retry-policy.ts';

const Name = z.string().regex(/^[.\-_A-Za-z0-9]{1,64}$/, 'Member must be 1 to 64 characters of ., -, _, A-Z, a-z, 0-9');

export const RuleDefinition = z.object({
  Name,
  EventPattern: z.string().optional(),
  ScheduleExpression: z.string().max(256).optional(),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Description: z.string().max(512).optional(),
});
export type RuleDefinition = z.output<typeof RuleDefinition>;

/** A target receives the whole event: what would change it on the way is refused. */
export const RuleTarget = z.strictObject({
  Id: z.string().min(1).max(64),
  Arn: z
    .string()
    .regex(
      /^arn:aws:(lambda|sqs):(?!.*\.fifo$)/,
      'The local cloud delivers to Lambda functions and standard SQS queues alone',
    ),
  RetryPolicy: RetryPolicy.prefault({}),
  DeadLetterConfig: z.object({ Arn: z.string().optional() }).optional(),
});
export type RuleTarget = z.output<typeof RuleTarget>;

export const BusName = z.object({
  Name: z
    .string()
    .regex(/^[/.\-_A-Za-z0-9]{1,256}$/, 'Member must be 1 to 256 characters of /, ., -, _, A-Z, a-z, 0-9'),
});

export const PutTargetsInput = z.object({ Rule: Name, Targets: z.array(RuleTarget).min(1).max(100) });
export const RemoveTargetsInput = z.object({ Rule: Name, Ids: z.array(z.string()).min(1).max(100) });

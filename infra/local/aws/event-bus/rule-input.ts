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

export const RuleTarget = z.object({
  Id: z.string().min(1).max(64),
  Arn: z.string().regex(/^arn:aws:(lambda|sqs):/, 'The local cloud delivers to Lambda functions and SQS queues alone'),
  /** At most one of these three: a constant, a part of the event, or a text made from parts of it. */
  Input: z.string().optional(),
  InputPath: z.string().optional(),
  InputTransformer: z
    .object({ InputPathsMap: z.record(z.string(), z.string()).default({}), InputTemplate: z.string() })
    .optional(),
  SqsParameters: z.object({ MessageGroupId: z.string().optional() }).optional(),
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

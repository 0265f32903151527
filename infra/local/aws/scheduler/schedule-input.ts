import * as z from 'zod';
import { serviceOf } from '../arns.ts';
import { RetryPolicy } from '../delivery/retry-policy.ts';

const Name = z
  .string()
  .regex(/^[0-9a-zA-Z-_.]{1,64}$/, 'Member must be 1 to 64 characters long and satisfy the pattern ^[0-9a-zA-Z-_.]+$');

const MAX_INPUT_BYTES = 256 * 1024;

const FlexibleTimeWindow = z
  .object({
    Mode: z.enum(['OFF', 'FLEXIBLE']),
    MaximumWindowInMinutes: z.number().int().min(1).max(1440).optional(),
  })
  .refine((window) => (window.Mode === 'FLEXIBLE') === (window.MaximumWindowInMinutes !== undefined), {
    message: 'MaximumWindowInMinutes must be given with the mode FLEXIBLE, and only with it',
  });

const DeadLetterConfig = z.object({
  Arn: z
    .string()
    .regex(/^arn:aws:sqs:[a-z0-9-]+:\d{12}:[a-zA-Z0-9\-_]+$/, 'Member must be the ARN of a standard SQS queue')
    .optional(),
});

const Target = z
  .strictObject({
    Arn: z
      .string()
      .regex(
        /^arn:aws:(lambda|sqs):(?!.*\.fifo$)/,
        'The local cloud delivers to Lambda functions and standard SQS queues alone',
      ),
    RoleArn: z.string().regex(/^arn:aws:iam::\d{12}:role\/.+$/, 'Member must be the ARN of a role'),
    DeadLetterConfig: DeadLetterConfig.optional(),
    RetryPolicy: RetryPolicy.prefault({}),
    Input: z
      .string()
      .min(1, 'Member must not be empty')
      .refine((input) => Buffer.byteLength(input) <= MAX_INPUT_BYTES, 'Member must not be larger than 256 KB')
      .optional(),
  })
  .refine(({ Arn, Input }) => serviceOf(Arn) !== 'lambda' || Input === undefined || isJson(Input), {
    path: ['Input'],
    message: 'Member must be well-formed JSON for a Lambda target',
  });

/** A whole schedule. Create and Update take the same: what an update leaves out returns to its default. */
export const ScheduleDefinition = z.object({
  ScheduleExpression: z.string().min(1).max(256),
  ScheduleExpressionTimezone: z.string().min(1).max(50).default('UTC'),
  FlexibleTimeWindow,
  Target,
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  ActionAfterCompletion: z.enum(['NONE', 'DELETE']).default('NONE'),
  Description: z.string().max(512).optional(),
  KmsKeyArn: z.string().optional(),
  StartDate: z.number().optional(),
  EndDate: z.number().optional(),
});
export type ScheduleDefinition = z.output<typeof ScheduleDefinition>;

export const ScheduleKey = z.object({ Name, GroupName: Name.default('default') });
export type ScheduleKey = z.output<typeof ScheduleKey>;

export const GroupKey = z.object({ Name });

export const ListSchedulesInput = z.object({
  GroupName: Name.optional(),
  NamePrefix: z.string().optional(),
  State: z.enum(['ENABLED', 'DISABLED']).optional(),
  MaxResults: z.coerce.number().int().min(1).max(100).default(100),
  NextToken: z.string().optional(),
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

import * as z from 'zod';
import { defaultAsyncSettings, unqualifiedArn } from '../../lambda/function-definition.ts';
import { resourceType } from '../resource-type.ts';

const properties = z.strictObject({
  FunctionName: z.string(),
  Qualifier: z.literal('$LATEST'),
  MaximumRetryAttempts: z.number().int().min(0).max(2).optional(),
  MaximumEventAgeInSeconds: z.number().int().min(60).max(21_600).optional(),
  DestinationConfig: z
    .strictObject({
      OnFailure: z
        .strictObject({ Destination: z.string().startsWith('arn:aws:sqs:', 'only queues can be destinations here') })
        .optional(),
    })
    .optional(),
});

export const eventInvokeConfig = resourceType(properties, (wanted, { logicalId }, { blueprint }) => {
  const { maximumRetryAttempts, maximumEventAgeSeconds } = defaultAsyncSettings;
  blueprint.asyncSettings.set(unqualifiedArn(wanted.FunctionName), {
    maximumRetryAttempts: wanted.MaximumRetryAttempts ?? maximumRetryAttempts,
    maximumEventAgeSeconds: wanted.MaximumEventAgeInSeconds ?? maximumEventAgeSeconds,
    onFailureQueueArn: wanted.DestinationConfig?.OnFailure?.Destination,
  });
  return { ref: logicalId };
});

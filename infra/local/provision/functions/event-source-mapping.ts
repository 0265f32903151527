import * as z from 'zod';
import { patternProblem } from '../../aws/event-bus/pattern-problem.ts';
import { unqualifiedArn } from '../../lambda/function-definition.ts';
import { refuse, resourceType, tags } from '../resource-type.ts';

const common = {
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  Enabled: z.boolean().default(true),
  MaximumBatchingWindowInSeconds: z.number().int().min(0).max(300).default(0),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  Tags: tags,
};

const queueProperties = z.strictObject({
  ...common,
  // Larger batches need several receives for each.
  BatchSize: z.number().int().min(1).max(10, 'the local cloud takes at most 10 messages a batch').default(10),
  ScalingConfig: z.strictObject({ MaximumConcurrency: z.number().int().min(2).max(1000) }).optional(),
});

const streamProperties = z.strictObject({
  ...common,
  BatchSize: z.number().int().min(1).max(1000).default(100),
  /** Without effect: the local stream is one shard, which is read by one run at a time. */
  ParallelizationFactor: z.number().int().min(1).max(10).default(1),
  StartingPosition: z.literal('TRIM_HORIZON', 'streams are followed from their oldest record here'),
  FilterCriteria: z.strictObject({ Filters: z.array(z.strictObject({ Pattern: z.string() })) }).optional(),
  BisectBatchOnFunctionError: z.boolean().default(false),
  MaximumRetryAttempts: z.number().int().min(-1).default(-1),
  MaximumRecordAgeInSeconds: z.number().int().min(-1).default(-1),
  DestinationConfig: z
    .strictObject({
      OnFailure: z.strictObject({
        Destination: z.string().startsWith('arn:aws:sqs:', 'only queues can be destinations here'),
      }),
    })
    .optional(),
});

const queueMapping = resourceType(queueProperties, (wanted, { logicalId }, { blueprint }) => {
  if (wanted.Enabled) {
    blueprint.mappings.push({
      kind: 'queue',
      functionArn: unqualifiedArn(wanted.FunctionName),
      queueArn: wanted.EventSourceArn,
      batchSize: wanted.BatchSize,
      batchWindowSeconds: wanted.MaximumBatchingWindowInSeconds,
      maximumConcurrency: wanted.ScalingConfig?.MaximumConcurrency,
      reportsItemFailures: wanted.FunctionResponseTypes.length > 0,
    });
  }
  return { ref: logicalId };
});

const streamMapping = resourceType(streamProperties, (wanted, resource, { blueprint }) => {
  const filters = (wanted.FilterCriteria?.Filters ?? []).map(({ Pattern }) => JSON.parse(Pattern) as unknown);
  for (const problem of filters.map((filter) => patternProblem(filter))) {
    if (problem) throw refuse(resource, `a filter is not valid: ${problem}.`);
  }
  if (wanted.Enabled) {
    blueprint.mappings.push({
      kind: 'stream',
      functionArn: unqualifiedArn(wanted.FunctionName),
      streamArn: wanted.EventSourceArn,
      batchSize: wanted.BatchSize,
      batchWindowSeconds: wanted.MaximumBatchingWindowInSeconds,
      filters,
      reportsItemFailures: wanted.FunctionResponseTypes.length > 0,
      bisectsOnError: wanted.BisectBatchOnFunctionError,
      maximumRetryAttempts: wanted.MaximumRetryAttempts,
      maximumRecordAge: wanted.MaximumRecordAgeInSeconds,
      onFailureQueueArn: wanted.DestinationConfig?.OnFailure.Destination,
    });
  }
  return { ref: resource.logicalId };
});

/** What an event source mapping may say depends on what it listens to. */
export const eventSourceMapping: typeof queueMapping = async (resource, context) => {
  const source = String(resource.properties.EventSourceArn);
  if (source.startsWith('arn:aws:sqs:')) return await queueMapping(resource, context);
  if (/^arn:aws:dynamodb:.*\/stream\//.test(source)) return await streamMapping(resource, context);
  throw refuse(resource, `the local cloud can't listen to ${source}.`);
};

import * as z from 'zod';
import { functionArn } from '../../lambda/function-definition.ts';
import { constructName, physicalName } from '../physical-name.ts';
import { refuse, resourceType, tags, withoutEffect } from '../resource-type.ts';

const properties = z.strictObject({
  FunctionName: z.string().optional(),
  Code: z.strictObject({ S3Bucket: z.string(), S3Key: z.string() }),
  Handler: z.string().regex(/^[\w-]+\.[\w$]+$/, 'a handler is "file.export"'),
  Runtime: z.string().regex(/^nodejs2\dx?/, 'only Node.js runtimes run here'),
  Role: z.string(),
  Timeout: z.number().int().min(1).max(900).default(3),
  MemorySize: z.number().int().min(128).max(10_240).default(128),
  Environment: z.strictObject({ Variables: z.record(z.string(), z.string()) }).optional(),
  ReservedConcurrentExecutions: z.number().int().min(0).optional(),
  LoggingConfig: z
    .strictObject({
      LogFormat: z.enum(['JSON', 'Text']).default('Text'),
      LogGroup: z.string().optional(),
      ApplicationLogLevel: z.string().optional(),
      SystemLogLevel: withoutEffect('The local cloud writes few lines of its own.'),
    })
    .optional(),
  Architectures: withoutEffect('Bundles are JavaScript; they run on this machine whatever it is.'),
  Description: withoutEffect('Nobody reads it here.'),
  TracingConfig: withoutEffect('There is no X-Ray; without it functions only miss a trace id.'),
  Tags: tags,
});

export const lambdaFunction = resourceType(properties, (wanted, resource, { blueprint }) => {
  const name = wanted.FunctionName ?? physicalName(resource, 64);
  const codeDirectory = resource.stack.assets.get(wanted.Code.S3Key);
  if (codeDirectory === undefined) throw refuse(resource, `its code ${wanted.Code.S3Key} is no asset of the stack.`);

  const arn = functionArn(name);
  blueprint.functions.set(arn, {
    name,
    arn,
    constructName: constructName(resource.logicalId),
    roleArn: wanted.Role,
    codeDirectory,
    handler: wanted.Handler,
    timeoutSeconds: wanted.Timeout,
    memorySize: wanted.MemorySize,
    environment: wanted.Environment?.Variables ?? {},
    reservedConcurrency: wanted.ReservedConcurrentExecutions,
    logGroup: wanted.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`,
    logFormat: wanted.LoggingConfig?.LogFormat ?? 'Text',
    logLevel: wanted.LoggingConfig?.ApplicationLogLevel,
  });
  return { ref: name, attributes: { Arn: arn } };
});

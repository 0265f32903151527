import { basename } from 'node:path';
import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { StageConfig } from '../config.ts';
import { acknowledge } from './acknowledge.ts';
import { functionCode } from './function-code.ts';
import { memoryOf } from './memory-sizes.ts';
import { pascalCase } from './pascal-case.ts';

export interface HeraldFunctionProps {
  config: StageConfig;
  timeout: Duration;
  environment?: Record<string, string>;
  /** Executions set apart for this function, which are its maximum too. */
  reserved?: number | undefined;
}

/**
 * A Lambda function with the house defaults. Its role may write to its own log group and nothing else until granted.
 *
 * Its construct id, which begins its name on AWS and the name of its log group, is made of its file's name:
 * `functions/queues/import-rows.ts` is `ImportRows`.
 */
export class HeraldFunction extends LambdaFunction {
  /** @param entry the handler's file from the project's root, e.g. `functions/api/health.ts`; it exports `handler` */
  constructor(scope: Construct, entry: string, props: HeraldFunctionProps) {
    const { config, timeout, environment, reserved } = props;
    const id = pascalCase(basename(entry, '.ts'));
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      retention: config.logRetentionDays,
      removalPolicy: config.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    // A role of its own, because the one that CDK makes carries a managed policy for every log group of the account.
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);

    super(scope, id, {
      code: functionCode(entry),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      timeout,
      memorySize: memoryOf(entry),
      ...(reserved !== undefined && { reservedConcurrentExecutions: reserved }),
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel[config.logLevel],
      environment: {
        HERALD_STAGE: config.stage,
        HERALD_VERSION: config.version,
        LOG_LEVEL: config.logLevel,
        ...environment,
      },
    });

    acknowledge(this, {
      'Serverless-LambdaDLQ':
        'DeadLetterConfig serves asynchronous invocations only. Functions invoked so have an OnFailure destination, which also carries the error; queues and streams have their own dead-letter queues.',
      'Serverless-LambdaTracing':
        'X-Ray would need a grant on every resource and a larger bundle. Requests are followed by correlation id through the logs and the event log.',
    });
  }
}

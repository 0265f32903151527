import { devNull } from 'node:os';
import { REGION } from '../aws/identity.ts';
import type { FunctionDefinition } from './function-definition.ts';

export interface FunctionAccess {
  /** Of the AWS services on this machine. */
  endpoint: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
}

/** All that a function finds in `process.env`: what the template gives it, and what Lambda itself sets. */
export function environmentVariables(
  definition: FunctionDefinition,
  { endpoint, credentials }: FunctionAccess,
): Record<string, string> {
  return {
    ...definition.environment,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_ENDPOINT_URL: endpoint,
    // There is no home folder on Lambda; here the SDK would read this user's own AWS settings.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_LAMBDA_FUNCTION_NAME: definition.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memorySize),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: definition.logGroup,
    AWS_LAMBDA_LOG_FORMAT: definition.logFormat,
    ...(definition.logLevel && { AWS_LAMBDA_LOG_LEVEL: definition.logLevel }),
    LAMBDA_TASK_ROOT: definition.codeDirectory,
    _HANDLER: definition.handler,
    TZ: ':UTC',
  };
}

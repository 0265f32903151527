import { ACCOUNT_ID, REGION } from '../aws/identity.ts';

/** A Lambda function of the template, ready to run on this machine. */
export interface FunctionDefinition {
  name: string;
  arn: string;
  /** The construct's name in the template, without CDK's hash: what people call it. */
  constructName: string;
  roleArn: string;
  /** Folder of the bundle. */
  codeDirectory: string;
  /** `file.export`, as Lambda writes it. */
  handler: string;
  timeoutSeconds: number;
  /** MiB. */
  memorySize: number;
  environment: Record<string, string>;
  /** At most so many invocations at once; 0 switches the function off. */
  reservedConcurrency?: number;
  logGroup: string;
  logFormat: 'JSON' | 'Text';
  /** The level below which Lambda drops lines of the JSON format; loggers read it too. */
  logLevel?: string;
}

/** How Lambda treats asynchronous invocations of a function that fail. */
export interface AsyncSettings {
  maximumRetryAttempts: number;
  maximumEventAgeSeconds: number;
  onFailureQueueArn?: string;
}

/** Lambda's own defaults. */
export const defaultAsyncSettings: AsyncSettings = { maximumRetryAttempts: 2, maximumEventAgeSeconds: 21_600 };

export const functionArn = (name: string) => `arn:aws:lambda:${REGION}:${ACCOUNT_ID}:function:${name}`;

/** A name or ARN, with or without a qualifier, as the ARN of the function itself. */
export function unqualifiedArn(nameOrArn: string): string {
  if (!nameOrArn.startsWith('arn:')) return functionArn(nameOrArn);
  return nameOrArn.split(':').slice(0, 7).join(':');
}

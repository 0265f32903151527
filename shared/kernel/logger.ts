import { Logger } from '@aws-lambda-powertools/logger';

/** JSON on stdout. Never log credentials, request bodies or answers of platforms. */
export const logger = new Logger({ serviceName: 'herald' });

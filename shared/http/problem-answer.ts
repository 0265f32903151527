import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { HeraldError } from '../kernel/herald-error.ts';
import { problemOf } from './problem-of.ts';

/** What passes by itself has mostly passed by then. */
const RETRY_AFTER_SECONDS = 2;

/** An error as the answer to a request. */
export function problemAnswer(event: APIGatewayProxyEventV2, error: HeraldError): APIGatewayProxyStructuredResultV2 {
  const problem = problemOf(error, { instance: event.rawPath, requestId: event.requestContext.requestId });
  return {
    statusCode: problem.status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(error.code === 'unavailable' && { 'retry-after': String(RETRY_AFTER_SECONDS) }),
      ...error.headers,
    },
    body: JSON.stringify(problem),
  };
}

/** A HEAD is answered as its GET, without the body (RFC 9110, 9.3.2). */
export function withoutBodyOfHead(
  { requestContext }: APIGatewayProxyEventV2,
  result: APIGatewayProxyStructuredResultV2,
): APIGatewayProxyStructuredResultV2 {
  if (requestContext.http.method !== 'HEAD') return result;
  return { statusCode: result.statusCode!, headers: result.headers! };
}

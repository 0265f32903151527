import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { publicRoutes } from '../kernel/requests/endpoint.ts';
import { createRouteMatcher } from './match-route.ts';
import { methodNotAllowed, unknownPath } from './path-errors.ts';
import { problemAnswer, withoutBodyOfHead } from './problem-answer.ts';

const match = createRouteMatcher(publicRoutes.map((route) => ({ route })));

/**
 * Answers what has no route of its own, for which the gateway has a bare 404: a path outside of every subject, or a
 * method that a public path does not take. Everybody may ask, so it loads nothing and reads nothing.
 */
export async function answerUnknownPath(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  const { method } = event.requestContext.http;
  const { allowed = [] } = match(method, event.rawPath) as { allowed?: string[] };
  const error =
    allowed.length > 0 ? methodNotAllowed(method, event.rawPath, allowed) : unknownPath(method, event.rawPath);
  return withoutBodyOfHead(event, problemAnswer(event, error));
}

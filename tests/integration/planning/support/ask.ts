import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { RequestContext } from '../../../../shared/kernel/requests/request-context.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers are read as a caller reads them, field by field
type Json = any;
type Handler = (event: never, context: never) => Promise<unknown>;

/** Asks one of the API's functions as the gateway does, for a key of `scopes`. */
export async function ask(
  handler: Handler,
  { tenantId, actor }: RequestContext,
  { route, scopes, body }: { route: string; scopes: string; body: object },
): Promise<{ status: number; body: Json }> {
  const principal = { tenantId, principalId: actor.actor, keyId: 'test', scopes };
  const [method, rawPath] = route.split(' ');
  const event = {
    rawPath,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    isBase64Encoded: false,
    requestContext: { requestId: 'test', http: { method }, authorizer: { lambda: principal } },
  } as unknown as APIGatewayProxyEventV2;
  const answer = (await handler(event as never, { awsRequestId: 'test' } as never)) as {
    statusCode: number;
    body: string;
  };
  return { status: answer.statusCode, body: JSON.parse(answer.body) };
}

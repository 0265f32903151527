import type { APIGatewayRequestAuthorizerEventV2, APIGatewaySimpleAuthorizerWithContextResult } from 'aws-lambda';
import { authorize } from '../../shared/access/authorize.ts';

type Answer = APIGatewaySimpleAuthorizerWithContextResult<Record<string, string>>;

/**
 * Says who calls. A wrong key is let through marked as denied: the gateway's own refusal is a bare 403, and the handler
 * answers with a problem that says what to do.
 */
export async function handler(event: APIGatewayRequestAuthorizerEventV2): Promise<Answer> {
  const principal = await authorize(event.headers?.authorization);
  if ('denied' in principal) return { isAuthorized: true, context: { denied: principal.denied } };
  // The context holds plain values only.
  const { scopes, keyRate, tenantRate, ...ids } = principal;
  return { isAuthorized: true, context: { ...ids, scopes: scopes.join(' '), rates: `${keyRate} ${tenantRate}` } };
}

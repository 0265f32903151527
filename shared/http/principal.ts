import type { APIGatewayProxyEventV2, APIGatewayProxyEventV2WithLambdaAuthorizer } from 'aws-lambda';
import * as z from 'zod';
import { HeraldError, missingScope } from '../kernel/herald-error.ts';
import { mayUse, type Scope } from '../kernel/requests/scope.ts';

/** What the authorizer says of a caller. Tenant and scopes come from nowhere else. */
const principalSchema = z.object({
  tenantId: z.string().min(1),
  principalId: z.string(),
  keyId: z.string(),
  /** Separated by blanks: an authorizer's context holds plain values. */
  scopes: z.string().transform((text) => text.split(' ')),
  /** Permits per minute of the key, and of all keys of the tenant. */
  rates: z
    .string()
    .transform((text) => text.split(' ').map(Number) as [number, number])
    .optional(),
});
export type RequestPrincipal = z.infer<typeof principalSchema>;

/** @throws HeraldError `unauthenticated`: a wrong key passes the authorizer, marked as denied, to get its answer here */
export function principalOf(event: APIGatewayProxyEventV2): RequestPrincipal {
  const { authorizer } = (event as APIGatewayProxyEventV2WithLambdaAuthorizer<Record<string, string>>).requestContext;
  const principal = principalSchema.safeParse(authorizer?.lambda);
  if (principal.success) return principal.data;
  const hasKey = event.headers.authorization !== undefined;
  throw new HeraldError('unauthenticated', authorizer?.lambda?.denied ?? 'There is no API key.', {
    remedy: 'Send "Authorization: Bearer herald_…" with a valid key of this deployment.',
    // RFC 6750, 3: without credentials the challenge has no error.
    headers: { 'www-authenticate': `Bearer realm="Herald"${hasKey ? ', error="invalid_token"' : ''}` },
  });
}

/** @throws HeraldError `missing_scope` that names the scope */
export function requireScope({ scopes }: RequestPrincipal, scope: Scope | 'public'): void {
  if (scope === 'public' || mayUse(scopes, scope)) return;
  throw missingScope(scopes, scope);
}

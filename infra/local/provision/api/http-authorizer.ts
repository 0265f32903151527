import * as z from 'zod';
import { unqualifiedArn } from '../../lambda/function-definition.ts';
import { refuse, resourceType } from '../resource-type.ts';
import { apiGatewayId, apiOf } from './http-api.ts';

const identitySource = z
  .string()
  .regex(/^(\$request\.(header|querystring)\.[\w-]+|\$context\.routeKey)$/, 'the local cloud does not know it');

const properties = z.strictObject({
  ApiId: z.string(),
  Name: z.string(),
  AuthorizerType: z.literal('REQUEST'),
  AuthorizerPayloadFormatVersion: z.literal('2.0'),
  EnableSimpleResponses: z.literal(true, 'authorizers answer with simple responses here, not with policies'),
  AuthorizerUri: z.string(),
  IdentitySource: z.array(identitySource).default([]),
  AuthorizerResultTtlInSeconds: z.number().int().min(0).max(3600).default(300),
});

export const httpAuthorizer = resourceType(properties, (wanted, resource, { blueprint }) => {
  const [, functionArn] = /\/functions\/(arn:[^/]+)\/invocations$/.exec(wanted.AuthorizerUri) ?? [];
  if (!functionArn) throw refuse(resource, `${wanted.AuthorizerUri} names no function.`);
  const id = apiGatewayId(resource);
  apiOf(resource, blueprint, wanted.ApiId).authorizers.set(id, {
    id,
    functionArn: unqualifiedArn(functionArn),
    identitySources: wanted.IdentitySource,
    // API Gateway has nothing to cache by without an identity source.
    resultTtlSeconds: wanted.IdentitySource.length === 0 ? 0 : wanted.AuthorizerResultTtlInSeconds,
  });
  return { ref: id, attributes: { AuthorizerId: id } };
});

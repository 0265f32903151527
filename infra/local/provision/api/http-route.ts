import * as z from 'zod';
import { refuse, resourceType } from '../resource-type.ts';
import { apiGatewayId, apiOf } from './http-api.ts';

const properties = z.strictObject({
  ApiId: z.string(),
  RouteKey: z.string(),
  Target: z.string().startsWith('integrations/'),
  AuthorizationType: z.enum(['NONE', 'CUSTOM']).default('NONE'),
  AuthorizerId: z.string().optional(),
});

export const httpRoute = resourceType(properties, (wanted, resource, { blueprint }) => {
  const { ApiId, RouteKey, Target, AuthorizationType, AuthorizerId } = wanted;
  // Without this check a slip in the template would leave the route open.
  if ((AuthorizationType === 'CUSTOM') !== (AuthorizerId !== undefined)) {
    throw refuse(resource, 'AuthorizationType CUSTOM and AuthorizerId go together.');
  }
  apiOf(resource, blueprint, ApiId).routes.push({
    routeKey: RouteKey,
    integrationId: Target.slice('integrations/'.length),
    authorizerId: AuthorizerId,
  });
  return { ref: apiGatewayId(resource) };
});

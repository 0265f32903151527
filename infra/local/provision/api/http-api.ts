import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { ApiDefinition } from '../../http/api-definition.ts';
import type { ResolvedResource } from '../../template/deploy.ts';
import type { Blueprint } from '../blueprint.ts';
import { refuse, resourceType, tags, withoutEffect } from '../resource-type.ts';

const properties = z.strictObject({
  Name: z.string(),
  ProtocolType: z.literal('HTTP'),
  Description: withoutEffect('Nobody reads it here.'),
  Tags: tags,
});

export const httpApi = resourceType(properties, (_wanted, resource, { blueprint, apiUrl }) => {
  if (blueprint.api) throw refuse(resource, 'the local cloud serves one HTTP API.');
  const id = apiGatewayId(resource);
  blueprint.api = { id, routes: [], integrations: new Map(), authorizers: new Map() };
  return { ref: id, attributes: { ApiId: id, ApiEndpoint: apiUrl } };
});

/** The API that a route, stage, integration or authorizer belongs to. */
export function apiOf(resource: ResolvedResource, blueprint: Blueprint, apiId: string): ApiDefinition {
  if (blueprint.api?.id === apiId) return blueprint.api;
  throw refuse(resource, `the API ${apiId} is not in the template.`);
}

/** Ten letters and digits as API Gateway gives, but always the same. */
export function apiGatewayId({ stack, logicalId }: ResolvedResource): string {
  return createHash('sha256').update(`${stack.name}/${logicalId}`).digest('hex').slice(0, 10);
}

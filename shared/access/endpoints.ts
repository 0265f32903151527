import * as z from 'zod';
import { nameSchema } from '../kernel/one-line.ts';
import { defineEndpoint } from '../kernel/requests/endpoint.ts';
import { pageOf, pageQuery } from '../kernel/requests/endpoint-parts.ts';
import { exampleDay } from '../kernel/requests/example-values.ts';
import { scopeSchema, scopes } from '../kernel/requests/scope.ts';
import { apiKeyViewSchema } from './api-key.ts';

const newApiKeySchema = z.strictObject({
  name: nameSchema,
  scopes: z
    .array(scopeSchema)
    .min(1)
    .max(scopes.length)
    .refine((list) => new Set(list).size === list.length, 'Name each scope once.'),
  expiresAt: z.iso
    .datetime({ offset: true })
    .refine((text) => Date.parse(text) > Date.now(), 'This time has passed.')
    .optional(),
});

export const apiKeyEndpoints = [
  defineEndpoint({
    route: 'POST /api/v1/api-keys',
    function: 'api-keys',
    scope: 'admin',
    operationId: 'createApiKey',
    summary: 'Create an API key',
    description: 'The key is in this answer only; Herald keeps a hash of it.',
    body: newApiKeySchema,
    example: {
      body: { name: 'Newsroom', scopes: ['read', 'write', 'publish'], expiresAt: `${exampleDay('12-31')}T23:59:59Z` },
    },
    responses: {
      201: {
        description: 'The key. A repeated request with the same Idempotency-Key answers without `key`.',
        schema: apiKeyViewSchema.extend({ key: z.string().optional() }),
      },
    },
    problems: ['limit_reached'],
  }),
  defineEndpoint({
    route: 'GET /api/v1/api-keys',
    function: 'api-keys',
    scope: 'admin',
    operationId: 'listApiKeys',
    summary: 'List API keys',
    query: z.strictObject(pageQuery),
    responses: { 200: { description: 'A page of keys, without their secrets.', schema: pageOf(apiKeyViewSchema) } },
  }),
  defineEndpoint({
    route: 'DELETE /api/v1/api-keys/{id}',
    function: 'api-keys',
    scope: 'admin',
    operationId: 'revokeApiKey',
    summary: 'Revoke an API key',
    description: 'It may still be let through for up to a minute, while its last check is cached.',
    responses: { 204: { description: 'Revoked.' } },
    problems: ['last_admin_key'],
  }),
] as const;

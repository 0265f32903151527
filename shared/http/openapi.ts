import * as z from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { environment } from '../kernel/environment.ts';
import type { Endpoint } from '../kernel/requests/endpoint.ts';
import { allEndpoints } from './all-endpoints.ts';
import { problemSchema } from './problem.ts';

export type OpenApiDocument = ReturnType<typeof createDocument>;
let document: OpenApiDocument | undefined;

/** The API as OpenAPI 3.1, made from the endpoints' own schemas once per function environment. */
export function openApiDocument(): OpenApiDocument {
  document ??= withoutPatterns(
    createDocument({
      openapi: '3.1.1',
      info: {
        title: 'Herald',
        version: environment('HERALD_VERSION'),
        description: 'Publishes one piece of content to every channel a team owns: on the second, exactly once.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      security: [{ apiKey: [] }],
      components: {
        securitySchemes: {
          apiKey: { type: 'http', scheme: 'bearer', description: 'An API key: herald_<id>_<secret>.' },
        },
      },
      paths: pathsOf(allEndpoints.filter((endpoint) => !endpoint.internal)),
    }),
  );
  return document;
}

/** zod writes the pattern of a UUID or a time beside its format: 300 characters that say the same and hide the rest. */
function withoutPatterns<Part>(part: Part): Part {
  if (Array.isArray(part)) return part.map(withoutPatterns) as Part;
  if (part === null || typeof part !== 'object') return part;
  const entries = Object.entries(part).filter(([name]) => name !== 'pattern' || !('format' in part));
  return Object.fromEntries(entries.map(([name, value]) => [name, withoutPatterns(value)])) as Part;
}

function pathsOf(endpoints: readonly Endpoint[]): ZodOpenApiPathsObject {
  const paths: ZodOpenApiPathsObject = {};
  for (const endpoint of endpoints) {
    const [method, path] = endpoint.route.split(' ') as [string, string];
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(endpoint, method, path) };
  }
  return paths;
}

const idempotencyKey = z.string().max(255).optional().meta({
  description: 'Repeating a request with the same key gives the first answer. Kept for 24 hours.',
});

function operationOf(endpoint: Endpoint, method: string, path: string): ZodOpenApiOperationObject {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
  const isPublic = endpoint.scope === 'public';
  return {
    operationId: endpoint.operationId,
    summary: endpoint.summary,
    ...(endpoint.description && { description: endpoint.description }),
    tags: [endpoint.function],
    ...(isPublic ? { security: [] } : { 'x-scope': endpoint.scope }),
    requestParams: {
      ...(names.length > 0 && { path: z.object(Object.fromEntries(names.map((name) => [name, z.string()]))) }),
      ...(endpoint.query && { query: endpoint.query }),
      ...(method === 'POST' && { header: z.object({ 'Idempotency-Key': idempotencyKey }) }),
    },
    ...(endpoint.body && {
      requestBody: { required: true, content: { 'application/json': { schema: endpoint.body } } },
    }),
    ...(endpoint.upload && { requestBody: { required: true, content: filesOf(endpoint.upload) } }),
    responses: { ...successes(endpoint), default: problems(endpoint) },
  };
}

function filesOf({ contentTypes }: NonNullable<Endpoint['upload']>) {
  return Object.fromEntries(contentTypes.map((type) => [type, { schema: { type: 'string' as const } }]));
}

function successes({ responses }: Endpoint) {
  return Object.fromEntries(
    Object.entries(responses).map(([status, { description, schema, text = [] }]) => {
      const content = {
        ...(schema && { 'application/json': { schema } }),
        ...Object.fromEntries(text.map((type) => [mediaType(type), { schema: { type: 'string' as const } }])),
      };
      return [status, { description, ...(Object.keys(content).length > 0 && { content }) }];
    }),
  );
}

const mediaType = (contentType: string) => contentType.split(';')[0]!;

function problems({ problems: codes = [], scope }: Endpoint) {
  const common =
    scope === 'public' ? ['unavailable'] : ['invalid_request', 'unauthenticated', 'missing_scope', 'not_found'];
  return {
    description: `A problem (RFC 9457). Codes: ${[...new Set([...common, ...codes])].join(', ')}.`,
    content: { 'application/problem+json': { schema: problemSchema } },
  };
}

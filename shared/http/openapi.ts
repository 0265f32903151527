import { createDocument, type ZodOpenApiPathsObject } from 'zod-openapi';
import { kindComponents } from '../accounts/account-by-kind.ts';
import { environment } from '../kernel/environment.ts';
import type { Endpoint } from '../kernel/requests/endpoint.ts';
import { scopeText } from '../kernel/requests/scope-meanings.ts';
import { allEndpoints } from './all-endpoints.ts';
import { problemResponses } from './openapi-answers.ts';
import { headerComponents } from './openapi-headers.ts';
import { SchemaNames } from './openapi-names.ts';
import { operationOf } from './openapi-operation.ts';
import { tags } from './openapi-tags.ts';

export type OpenApiDocument = ReturnType<typeof createDocument>;
let document: OpenApiDocument | undefined;

const DESCRIPTION = `Publishes one piece of content to every channel a team owns: on the second, exactly once.

Times are ISO 8601. Lists have \`limit\`, \`cursor\` and \`nextCursor\`: pass \`nextCursor\` on as \`cursor\` until it is null.
Every POST takes an \`Idempotency-Key\`. An error is a problem (RFC 9457) with a stable \`code\`, and \`type\` is the path of
the code's page. After 429 and 503 wait as many seconds as \`Retry-After\` says. A request may carry \`X-Correlation-Id\`: the
events that it causes have it, too.`;

/** What the gateway answers by itself, where Herald was not reached. */
const gatewayMessage = {
  description: 'What the gateway answers by itself, where a request does not reach Herald.',
  type: 'object' as const,
  properties: { message: { type: ['string', 'null'] as ('string' | 'null')[] } },
  required: ['message'],
};

/** The API as OpenAPI 3.1, made from the endpoints' own schemas once per function environment. */
export function openApiDocument(): OpenApiDocument {
  const endpoints = allEndpoints.filter((endpoint) => !endpoint.internal);
  document ??= withoutPatterns(
    createDocument({
      openapi: '3.1.1',
      info: {
        title: 'Herald',
        version: environment('HERALD_VERSION'),
        description: DESCRIPTION,
        license: { name: 'MIT', identifier: 'MIT' },
        contact: { name: 'The operator of this deployment' },
      },
      servers: [{ url: '/', description: 'This deployment.' }],
      security: [{ apiKey: [] }],
      tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
      components: {
        securitySchemes: {
          apiKey: {
            type: 'http',
            scheme: 'bearer',
            description: `An API key: herald_<id>_<secret>. It has scopes; \`x-scope\` of an operation names the one that it needs. ${scopeText}`,
          },
        },
        headers: headerComponents,
        schemas: {
          GatewayMessage: gatewayMessage,
          ...kindComponents(),
        },
        responses: problemResponses(endpoints),
      },
      paths: pathsOf(endpoints),
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
  const names = new SchemaNames();
  for (const endpoint of endpoints) {
    const [method, path] = endpoint.route.split(' ') as [string, string];
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(endpoint, names) };
  }
  return paths;
}

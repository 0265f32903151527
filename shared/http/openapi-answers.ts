import * as z from 'zod';
import type { ZodOpenApiResponsesObject } from 'zod-openapi';
import { type ErrorCode, errorTable } from '../kernel/error-table.ts';
import type { Answer, Endpoint } from '../kernel/requests/endpoint.ts';
import { headers } from './openapi-headers.ts';
import type { SchemaNames } from './openapi-names.ts';
import { problemSchema } from './problem-schema.ts';

/** Every answer of an endpoint by status: what it is for, and each problem that it can have. */
export function answersOf(endpoint: Endpoint, names: SchemaNames): ZodOpenApiResponsesObject {
  const isPost = endpoint.route.startsWith('POST ');
  const rates = endpoint.scope === 'public' ? [] : ['RateLimit', 'RateLimit-Policy'];
  const successes = Object.entries(endpoint.responses as Record<string, Answer>).map(([status, answer]) => {
    const schema = answer.schema && names.answer(answer.schema, endpoint.operationId, status);
    return [status, success({ ...answer, schema }, [...(isPost ? ['Idempotency-Replayed'] : []), ...rates])];
  });
  return { ...Object.fromEntries(successes), ...problems(endpoint) };
}

function success({ description, schema, text = [], headers: names = [] }: Answer, ofAll: string[]) {
  const content = {
    ...(schema && { 'application/json': { schema } }),
    ...Object.fromEntries(text.map((type) => [type.split(';')[0]!, { schema: { type: 'string' as const } }])),
  };
  return {
    description,
    ...headers(...names, ...ofAll),
    ...(Object.keys(content).length > 0 && { content }),
  };
}

/** What the gateway says itself, before or after a function: it knows no problems. */
const gatewayStatuses = new Set([403, 413, 429, 500, 503]);

function problems(endpoint: Endpoint): ZodOpenApiResponsesObject {
  const entries = codesByStatus(endpoint).map(([status, codes]) => {
    const name = nameOf(codes);
    return [status, name === undefined ? problem(status, codes) : { $ref: `#/components/responses/${name}` }];
  });
  return Object.fromEntries(entries);
}

/** What many operations answer stands in the document once. */
export function problemResponses(endpoints: readonly Endpoint[]) {
  const all = endpoints
    .flatMap(codesByStatus)
    .map(([status, codes]) => [nameOf(codes), problem(status, codes)] as const);
  return Object.fromEntries(all.filter(([name]) => name !== undefined) as [string, ReturnType<typeof problem>][]);
}

function nameOf(codes: ErrorCode[]): string | undefined {
  if (codes.length > 2) return undefined;
  if (codes.length === 0) return 'TooManyRequests';
  return codes.map((code) => code.replaceAll(/(?:^|_)(\w)/g, (_, first: string) => first.toUpperCase())).join('Or');
}

function codesByStatus(endpoint: Endpoint): [status: number, codes: ErrorCode[]][] {
  const byStatus: Map<number, ErrorCode[]> = Map.groupBy(codesOf(endpoint), (code) => errorTable[code].status);
  if (!byStatus.has(429)) byStatus.set(429, []);
  return [...byStatus].sort(([one], [other]) => one - other);
}

function problem(status: number, codes: ErrorCode[]) {
  const isPassing = status === 429 || status === 503;
  const said = codes.map((code) => `\`${code}\`: ${errorTable[code].title}.`);
  return {
    description: said.join(' ') || 'More requests at a time than this deployment takes.',
    ...(isPassing && headers('Retry-After')),
    content: {
      ...(codes.length > 0 && { 'application/problem+json': { schema: problemWith(codes) } }),
      ...(gatewayStatuses.has(status) && {
        'application/json': { schema: { $ref: '#/components/schemas/GatewayMessage' } },
      }),
    },
  };
}

const problemWith = (codes: ErrorCode[]) => problemSchema.and(z.looseObject({ code: z.enum(codes) }));

/** The codes of the endpoint's own, and those that every route of its kind can answer. */
function codesOf({ route, scope, problems: own = [], body, upload }: Endpoint): ErrorCode[] {
  const isRead = route.startsWith('GET ');
  const codes: (string | false)[] = [
    'invalid_request',
    scope !== 'public' && 'unauthenticated',
    scope !== 'public' && 'missing_scope',
    scope !== 'public' && 'rate_limited',
    scope !== 'public' && 'not_found',
    !isRead && 'conflict',
    (body !== undefined || upload !== undefined) && 'body_too_large',
    !isRead && !route.startsWith('DELETE ') && 'unsupported_media_type',
    scope !== 'public' && 'rate_limited',
    route.startsWith('POST ') && 'idempotency_key_reused',
    'internal',
    !isRead && 'answer_too_large',
    'unavailable',
    ...own,
  ];
  return [...new Set(codes)].filter((code): code is ErrorCode => code !== false && code in errorTable);
}

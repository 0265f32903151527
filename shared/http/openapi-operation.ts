import * as z from 'zod';
import type { ZodOpenApiOperationObject } from 'zod-openapi';
import type { Endpoint } from '../kernel/requests/endpoint.ts';
import { exampleIds } from '../kernel/requests/example-values.ts';
import { answersOf } from './openapi-answers.ts';
import type { SchemaNames } from './openapi-names.ts';

const idempotencyKey = z.string().max(255).optional().meta({
  description: 'Repeating a request with the same key gives the first answer. Kept for 24 hours.',
});

/** One operation of the document, from an endpoint and its schemas. */
export function operationOf(endpoint: Endpoint, names: SchemaNames): ZodOpenApiOperationObject {
  const { route, scope, operationId, body, upload, query, example } = endpoint;
  const isPublic = scope === 'public';
  return {
    operationId,
    summary: endpoint.summary,
    description: [endpoint.description, isPublic ? 'Needs no key.' : `Needs a key with the scope \`${scope}\`.`]
      .filter((said) => said !== undefined)
      .join(' '),
    tags: [endpoint.function],
    ...(isPublic ? { security: [] } : { 'x-scope': scope, 'x-permits': endpoint.permits ?? 1 }),
    requestParams: {
      path: z.object(parametersOf(endpoint)),
      ...(query && { query: withExamples(query, example?.query ?? {}) }),
      ...(route.startsWith('POST') && { header: z.object({ 'Idempotency-Key': idempotencyKey }) }),
    },
    ...(body && {
      requestBody: {
        required: !takesNothing(body),
        content: { 'application/json': { schema: names.body(body, operationId), ...exampleOf(example?.body) } },
      },
    }),
    ...(upload && { requestBody: { required: true, content: filesOf(upload, example?.body) } }),
    responses: answersOf(endpoint, names),
  };
}

const exampleOf = (example: unknown) => (example === undefined ? {} : { example });

/** A missing body counts as an empty object. */
const takesNothing = (body: z.ZodType) => body.safeParse({}).success;

/** The path parameters of an endpoint with the ids of examples: `/platforms/{id}` and `{platformId}` name a platform. */
export function exampleParameters({ route, example }: Endpoint): Record<string, string> {
  const places = [...route.matchAll(/(?<![\w-])([\w-]+)\/\{(\w+)\}/g)].map(
    ([, resource, name]) => [name!, resource!] as const,
  );
  const others = [...route.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
  const resourceOf = (name: string) =>
    name === 'platformId' ? 'platforms' : (places.find(([own]) => own === name)?.[1] ?? route.split('/')[4]!);
  return Object.fromEntries(
    others.map((name) => [name, example?.params?.[name] ?? exampleIds[resourceOf(name) as keyof typeof exampleIds]]),
  );
}

const KEY_ID = /^[0-9a-f]{32}$/;

function parametersOf(endpoint: Endpoint): Record<string, z.ZodType> {
  return Object.fromEntries(
    Object.entries(exampleParameters(endpoint)).map(([name, example]) => {
      const form = endpoint.params?.[name];
      const schema = form ? z.string().regex(form) : KEY_ID.test(example) ? z.string().regex(KEY_ID) : z.uuid();
      return [name, schema.meta({ example })];
    }),
  );
}

function withExamples(query: z.ZodObject, examples: Readonly<Record<string, unknown>>): z.ZodObject {
  const entries = Object.entries(query.shape as Record<string, z.ZodType>).map(([name, schema]) => [
    name,
    name in examples ? schema.meta({ ...schema.meta(), example: examples[name] }) : schema,
  ]);
  return z.strictObject(Object.fromEntries(entries));
}

function filesOf({ contentTypes }: NonNullable<Endpoint['upload']>, example: unknown) {
  return Object.fromEntries(
    contentTypes.map((type, index) => [
      type,
      { schema: { type: 'string' as const }, ...(index === 0 && exampleOf(example)) },
    ]),
  );
}

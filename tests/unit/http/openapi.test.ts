import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openApiDocument } from '../../../shared/http/openapi.ts';
import { errorCodes } from '../../../shared/kernel/error-table.ts';
import { problemCodes } from '../../../shared/kernel/problem-codes.ts';
import type { PlatformAdapter } from '../../../shared/platforms/contract/adapter.ts';
import { adapterFor, platformKinds } from '../../../shared/platforms/registry.ts';

// biome-ignore lint/suspicious/noExplicitAny: JSON as it is served
type Json = any;

beforeAll(() => void vi.stubEnv('HERALD_VERSION', '0.0.0'));
afterAll(() => void vi.unstubAllEnvs());

const document = (): Json => openApiDocument();
const schemas = (): Json => document().components.schemas;
const operations = (): Json[] =>
  Object.entries(document().paths as Json).flatMap(([path, methods]) =>
    Object.entries(methods as Json).map(([method, operation]) => ({ path, method, ...(operation as Json) })),
  );
const jsonSchemas = (): [string, Json][] =>
  operations().flatMap(({ operationId, requestBody, responses }) =>
    [requestBody, ...Object.values(responses)].flatMap((part: Json) =>
      part?.content?.['application/json']
        ? [[operationId, part.content['application/json'].schema] as [string, Json]]
        : [],
    ),
  );

describe('the document of the API', () => {
  it('has a name for each body and each answer, so that a client has a type to name', () => {
    expect(jsonSchemas().filter(([, schema]) => schema.$ref === undefined)).toEqual([]);
    expect(jsonSchemas().length).toBeGreaterThan(80);
  });

  it('says of each operation what it answers to a wrong request, by status and code', () => {
    for (const { operationId, responses } of operations()) {
      const { 400: refused, 500: broken, 503: busy, 429: many } = responses;
      expect([refused, broken, busy, many], operationId).not.toContain(undefined);
      expect(responses.default, operationId).toBeUndefined();
    }
    const { components } = document();
    const { schema } = components.responses.InvalidRequest.content['application/problem+json'];
    expect(schema.allOf[0]).toEqual({ $ref: '#/components/schemas/Problem' });
    expect(schema.allOf[1].properties.code.enum ?? [schema.allOf[1].properties.code.const]).toEqual([
      'invalid_request',
    ]);
  });

  it('names every code of a problem, with the path of its page', () => {
    expect(schemas().Problem.properties.code.enum).toEqual(errorCodes);
    expect(schemas().Problem.properties.type.enum).toEqual(errorCodes.map((code) => `/api/v1/docs/errors/${code}`));
    expect(schemas().ProblemEntry.properties.code.enum).toEqual(expect.arrayContaining(Object.keys(problemCodes)));
  });

  it('says for a passing problem how long to wait', () => {
    const { Unavailable, TooManyRequests } = document().components.responses;
    expect([Unavailable.headers['Retry-After'], TooManyRequests.headers['Retry-After']]).not.toContain(undefined);
  });

  it('has an example of each body and of each path', () => {
    const without = operations().flatMap(({ operationId, requestBody, parameters = [] }) => {
      const content: Json[] = requestBody === undefined ? [] : [Object.values(requestBody.content)[0]];
      const paths = parameters.filter((parameter: Json) => parameter.in === 'path').map(({ schema }: Json) => schema);
      return [...content, ...paths].some(({ example }) => example === undefined) ? [operationId] : [];
    });
    expect(without).toEqual([]);
  });

  it('gives examples that fit their own schemas', () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    addFormats.default(ajv);
    ajv.addSchema(document(), 'document', undefined, false);
    for (const { operationId, requestBody } of operations()) {
      const { schema, example } = requestBody?.content['application/json'] ?? {};
      if (schema === undefined) continue;
      const fits = ajv.compile({ $ref: `document${schema.$ref}` });
      expect([operationId, fits(example), fits.errors]).toEqual([operationId, true, null]);
    }
  });
});

describe('the body that connects an account', () => {
  const kindSchema = (kind: string): Json => {
    const { oneOf, discriminator } = schemas().ConnectPlatformBody;
    const ref: string = discriminator.mapping[kind];
    expect(oneOf).toContainEqual({ $ref: ref });
    return schemas()[ref.split('/').at(-1)!];
  };
  const partOf = (kind: string, part: string): Json =>
    schemas()[kindSchema(kind).properties[part].$ref.split('/').at(-1)!];

  it.each(platformKinds)('says for %s what the settings hold and where the credentials come from', (kind) => {
    const { about, rules, schemas }: PlatformAdapter = adapterFor(kind);
    const described = kindSchema(kind);
    expect(described.title).toBe(rules.displayName);
    expect(described.description).toContain(about.credentials);
    expect(described.required.includes('credentials')).toBe(rules.ownNetwork !== true);
    expect(described.required.includes('publishConfig')).toBe(!schemas.publishConfig.safeParse({}).success);
  });

  it('describes every field of the settings', () => {
    const undescribed = platformKinds.flatMap((kind) => {
      const credentials = partOf(kind, 'credentials');
      return [partOf(kind, 'publishConfig'), ...(credentials.anyOf ?? [credentials])]
        .flatMap(({ properties, description }: Json) => (description === undefined ? Object.entries(properties) : []))
        .filter(([, field]: Json) => field.description === undefined)
        .map(([name]: Json) => `${kind}: ${name}`);
    });
    expect(undescribed).toEqual([]);
  });

  it('fits the kind that it names, and no other', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema(document(), 'document', undefined, false);
    const fits = ajv.compile({ $ref: 'document#/components/schemas/ConnectPlatformBody' });
    const credentials = { username: 'editor', appPassword: 'abcd efgh ijkl' };
    const publishConfig = { apiUrl: 'https://blog.example' };
    const name = 'Blog';
    expect(fits({ kind: 'wordpress', name, publishConfig, credentials })).toBe(true);
    expect(fits({ kind: 'wordpress', name, credentials })).toBe(false);
    expect(fits({ kind: 'wordpress', name, publishConfig })).toBe(false);
    expect(fits({ kind: 'bluesky', name, publishConfig, credentials })).toBe(false);
    expect(fits({ kind: 'sandbox', name })).toBe(true);
    expect(fits({ kind: 'sandbox', name, misspelt: true })).toBe(false);
  });
});

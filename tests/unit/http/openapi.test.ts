import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openApiDocument } from '../../../shared/http/openapi.ts';
import type { PlatformAdapter } from '../../../shared/platforms/contract/adapter.ts';
import { adapterFor, platformKinds } from '../../../shared/platforms/registry.ts';

// biome-ignore lint/suspicious/noExplicitAny: JSON as it is served
type Json = any;

beforeAll(() => void vi.stubEnv('HERALD_VERSION', '0.0.0'));
afterAll(() => void vi.unstubAllEnvs());

describe('the body that connects an account', () => {
  const bodySchema = (): Json => {
    const { paths } = openApiDocument() as Json;
    return paths['/api/v1/platforms'].post.requestBody.content['application/json'].schema;
  };
  const kindSchema = (kind: string): Json =>
    bodySchema().oneOf.find(({ properties }: Json) => properties.kind.const === kind);

  it.each(platformKinds)('says for %s what the settings hold and where the credentials come from', (kind) => {
    const { about, rules, schemas }: PlatformAdapter = adapterFor(kind);
    const described = kindSchema(kind);
    expect(described.title).toBe(rules.displayName);
    expect(described.description).toContain(about.credentials);
    expect(described.required.includes('credentials')).toBe(rules.ownNetwork !== true);
    expect(described.required.includes('publishConfig')).toBe(!schemas.publishConfig.safeParse({}).success);
  });

  it('describes every field of the settings', () => {
    const undescribed = bodySchema().oneOf.flatMap(({ properties: { kind, publishConfig, credentials } }: Json) =>
      [publishConfig, ...(credentials.anyOf ?? [credentials])]
        .flatMap(({ properties, description }: Json) => (description === undefined ? Object.entries(properties) : []))
        .filter(([, field]: Json) => field.description === undefined)
        .map(([name]: Json) => `${kind.const}: ${name}`),
    );
    expect(undescribed).toEqual([]);
  });

  it('fits the kind that it names, and no other', () => {
    const { oneOf } = bodySchema();
    const fits = new Ajv2020({ strict: false, validateFormats: false }).compile({ oneOf });
    const credentials = { username: 'editor', appPassword: 'abcd efgh ijkl' };
    const publishConfig = { apiUrl: 'https://blog.example' };
    expect(fits({ kind: 'wordpress', publishConfig, credentials })).toBe(true);
    expect(fits({ kind: 'wordpress', credentials })).toBe(false);
    expect(fits({ kind: 'wordpress', publishConfig })).toBe(false);
    expect(fits({ kind: 'bluesky', publishConfig, credentials })).toBe(false);
    expect(fits({ kind: 'sandbox' })).toBe(true);
  });
});

import { type JsonSchema, jsonSchema } from '../../shared/kernel/json-schema.ts';
import type { PlatformAdapter } from '../../shared/platforms/contract/adapter.ts';
import { adapters } from '../../shared/platforms/registry.ts';

/**
 * `shared/accounts/settings-by-kind.json`: what `publishConfig` and `credentials` hold for each kind of platform, as JSON
 * Schema for the API's document. It is a file so that the function that answers the document loads no adapter. The API
 * itself checks the two by the adapter of the kind (`account-settings.ts`), which can name a wrong kind better.
 */
export const settingsPages: Record<string, () => string> = {
  'shared/accounts/settings-by-kind.json': () => `${JSON.stringify(settingsByKind(), null, 2)}\n`,
};

function settingsByKind(): JsonSchema {
  return { oneOf: Object.values(adapters).map(settingsOf) };
}

function settingsOf({ about, rules, schemas }: PlatformAdapter): JsonSchema {
  const publishConfig = jsonSchema(schemas.publishConfig);
  const needsConfig = Array.isArray(publishConfig.required) && publishConfig.required.length > 0;
  return {
    title: rules.displayName,
    description: `${about.summary} Credentials: ${about.credentials}`,
    properties: {
      kind: { const: rules.kind },
      publishConfig: withoutVersion(publishConfig),
      credentials: withoutVersion(jsonSchema(schemas.credentials)),
    },
    required: [
      'kind',
      ...(needsConfig ? ['publishConfig'] : []),
      // For an account on its own network, Herald issues the key.
      ...(rules.ownNetwork === true ? [] : ['credentials']),
    ],
  };
}

/** The document says once which JSON Schema it is written in. */
function withoutVersion({ $schema, ...schema }: JsonSchema): JsonSchema {
  return schema;
}

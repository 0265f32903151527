import { type JsonSchema, jsonSchema } from '../kernel/json-schema.ts';
import { newAccountSchema } from './account-input.ts';
import settingsByKind from './settings-by-kind.json' with { type: 'json' };

/**
 * The API's document says what `publishConfig` and `credentials` hold for each kind of platform; the adapter of the kind
 * checks them. `settings-by-kind.json` is made from the adapters, so that the function with the document loads none.
 */
const kinds = settingsByKind.oneOf.map((settings) => ({
  ...settings,
  kind: settings.properties.kind.const,
  name: settings.title.replaceAll(/(?<!\w)\w/g, (first) => first.toUpperCase()).replaceAll(/\W/g, ''),
}));

const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** Named schemas of each kind: its body of `POST /platforms`, its settings and its credentials. */
export function kindComponents(): Record<string, JsonSchema> {
  const common = jsonSchema(newAccountSchema) as { properties: JsonSchema };
  return Object.fromEntries(
    kinds.flatMap(({ name, title, description, required, properties: { kind, publishConfig, credentials } }) => {
      const refs = {
        kind: { ...kind, type: 'string' },
        publishConfig: reference(`${name}PublishConfig`),
        credentials: reference(`${name}Credentials`),
      };
      const properties = { ...common.properties, ...refs };
      const all = [...new Set(['kind', 'name', ...required])];
      return [
        [
          `New${name}Platform`,
          { type: 'object', title, description, properties, required: all, additionalProperties: false },
        ],
        [`${name}PublishConfig`, { ...publishConfig, title: `publishConfig of ${title}` }],
        [`${name}Credentials`, { ...credentials, title: `credentials of ${title}` }],
      ];
    }),
  );
}

/** The body that connects an account: `kind` decides the rest. */
export function bodyByKind(): JsonSchema {
  const refs = kinds.map(({ kind, name }) => [kind, reference(`New${name}Platform`)] as const);
  return {
    oneOf: refs.map(([, ref]) => ref),
    discriminator: {
      propertyName: 'kind',
      mapping: Object.fromEntries(refs.map(([kind, { $ref }]) => [kind, $ref])),
    },
  };
}

/** `publishConfig` or `credentials` where the account's kind is known from elsewhere. */
export const ofAnyKind = (part: 'PublishConfig' | 'Credentials'): JsonSchema => ({
  anyOf: kinds.map(({ name }) => reference(name + part)),
});

import { findAccount } from '../../accounts/find-account.ts';
import { jsonSchema } from '../../kernel/json-schema.ts';
import { adapterFor } from '../../platforms/registry.ts';
import { postSchema } from './post-schema.ts';

type JsonObject = Record<string, unknown>;

/** What a post on this platform is checked against: its limits as data, and as JSON Schema (2020-12). */
export async function getPlatformRules(
  tenantId: string,
  id: string,
): Promise<{
  kind: string;
  rules: JsonObject;
  schemas: { post: JsonObject; platformSpecific: JsonObject; publishConfig: JsonObject };
}> {
  const { kind } = await findAccount(tenantId, id);
  const adapter = adapterFor(kind);
  const { rules, schemas } = adapter;
  const { kind: _, ...limits } = rules;
  return {
    kind,
    rules: limits,
    schemas: {
      post: postSchema(adapter, id),
      platformSpecific: jsonSchema(schemas.platformSpecific),
      publishConfig: jsonSchema(schemas.publishConfig),
    },
  };
}

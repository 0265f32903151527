import * as z from 'zod';
import type { PlatformAdapter } from '../platforms/adapter.ts';
import { adapterFor, type PlatformKind } from '../platforms/registry.ts';
import { findPlatform } from './find-platform.ts';

type JsonObject = Record<string, unknown>;

/** What a post on this platform is checked against: its limits as data, and its options as JSON Schema (2020-12). */
export async function getPlatformRules(
  tenantId: string,
  id: string,
): Promise<{ kind: string; rules: JsonObject; schemas: { platformSpecific: JsonObject; publishConfig: JsonObject } }> {
  const { kind } = await findPlatform(tenantId, id);
  const { rules, schemas }: PlatformAdapter = adapterFor(kind as PlatformKind);
  const { kind: _, ...limits } = rules;
  return {
    kind,
    rules: limits,
    schemas: {
      platformSpecific: jsonSchema(schemas.platformSpecific),
      publishConfig: jsonSchema(schemas.publishConfig),
    },
  };
}

/** Of what a caller writes; a check that JSON Schema cannot say is left out and still made. */
function jsonSchema(schema: z.ZodType): JsonObject {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonObject;
}

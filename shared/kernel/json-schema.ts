import * as z from 'zod';

export type JsonSchema = Record<string, unknown>;

/** JSON Schema (2020-12) of what a caller writes. A check that JSON Schema cannot say is left out, and still made. */
export function jsonSchema(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
}

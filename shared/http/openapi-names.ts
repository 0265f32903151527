import type * as z from 'zod';

/**
 * Gives every body and every answer a name that has none of its own (`.meta({ id })`), made of the operation's:
 * `CreateFeedBody`, `CreateFeedAnswer`. A client made from the document so has a type to name. What several operations
 * share is named after the first.
 */
export class SchemaNames {
  readonly #named = new Map<z.ZodType, z.ZodType>();

  body(schema: z.ZodType, operationId: string): z.ZodType {
    return this.#name(schema, `${capital(operationId)}Body`);
  }

  answer(schema: z.ZodType, operationId: string, status: string): z.ZodType {
    const start = `${capital(operationId)}Answer`;
    const isTaken = [...this.#named.values()].some((named) => named.meta()?.id === start);
    return this.#name(schema, isTaken ? start + status : start);
  }

  #name(schema: z.ZodType, id: string): z.ZodType {
    const meta = schema.meta();
    if (meta?.id !== undefined) return schema;
    const named = this.#named.get(schema) ?? schema.meta({ ...meta, id });
    this.#named.set(schema, named);
    return named;
  }
}

const capital = (name: string) => name[0]!.toUpperCase() + name.slice(1);

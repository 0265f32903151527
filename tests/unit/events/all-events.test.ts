import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { allEvents, eventCatalogue, loggedEventSchema } from '../../../shared/events/all-events.ts';
import type { EventDefinition } from '../../../shared/kernel/events/define-events.ts';

const isDefinition = (value: unknown): value is EventDefinition =>
  typeof value === 'object' && value !== null && 'entity' in value && 'data' in value;

async function declaredTypes(): Promise<string[]> {
  const files = readdirSync('shared', { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(^|[/\\])events\.ts$/.test(file),
  );
  const types: string[] = [];
  for (const file of files) {
    const module = (await import(/* @vite-ignore */ `../../../shared/${file}`)) as Record<string, object>;
    for (const group of Object.values(module)) {
      types.push(
        ...Object.values(group)
          .filter(isDefinition)
          .map(({ type }) => type),
      );
    }
  }
  return types;
}

describe('the events of all subjects', () => {
  it('have a name each: no two subjects declare the same type', () => {
    const types = allEvents.map(({ type }) => type);
    expect(types.filter((type, place) => types.indexOf(type) !== place)).toEqual([]);
  });

  it('are all in the list that the API and docs/events.md are made from', async () => {
    expect((await declaredTypes()).sort()).toEqual(allEvents.map(({ type }) => type).sort());
  });

  it.each(allEvents)('$type says in one sentence what has happened', ({ summary }) => {
    expect(summary).toMatch(/^[A-Z].{15,250}\.$/);
  });

  it('are described with a JSON Schema of their data', () => {
    for (const { type, data } of eventCatalogue()) expect(data, type).toMatchObject({ type: 'object' });
  });

  it('have types that a reader of the API finds in the schema, and no others', () => {
    const { properties } = z.toJSONSchema(loggedEventSchema) as unknown as { properties: { type: { enum: string[] } } };
    expect(properties.type.enum).toEqual(allEvents.map(({ type }) => type));
  });
});

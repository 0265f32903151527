import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Declared {
  file: string;
  name: string;
  shape: string;
}

/** A key function called with marks in the place of its arguments shows the shape of the key. */
function shapeOf(name: string, make: (...args: never[]) => unknown): string {
  // A number is padded with zeros in some keys, and a mark is not: `9` would do for both, but hides the place.
  const marks = Array.from({ length: make.length }, (_, place) => `<${place}>`) as never[];
  const key = make(...marks) as string | { pk: string; sk: string };
  return typeof key === 'string' ? `${name.split('.')[0]}:${key}` : `${key.pk} | ${key.sk}`;
}

async function declared(): Promise<Declared[]> {
  const files = readdirSync('shared', { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(^|[/-])keys\.ts$/.test(file),
  );
  const all: Declared[] = [];
  for (const file of files) {
    const module = (await import(/* @vite-ignore */ `../../../shared/${file}`)) as Record<string, unknown>;
    for (const [group, entries] of Object.entries(module)) {
      if (typeof entries !== 'object' || entries === null) continue;
      for (const [name, entry] of Object.entries(entries as Record<string, unknown>)) {
        const make = typeof entry === 'function' ? entry : (entry as { pk?: unknown }).pk;
        if (typeof make !== 'function') continue;
        const index = typeof entry === 'function' ? group : String((entry as { index: string }).index);
        all.push({ file, name: `${group}.${name}`, shape: shapeOf(index, make as (...args: never[]) => unknown) });
      }
    }
  }
  return all;
}

describe('the keys of all subjects', () => {
  it('are disjoint: no two name the same item or the same list', async () => {
    const all = await declared();
    expect(all.length).toBeGreaterThan(50);
    const shapes = all.map(({ shape }) => shape.replaceAll(/<\d>/g, '<>'));
    const twice = all
      .filter((_, place) => shapes.indexOf(shapes[place]!) !== place)
      .map(({ name, shape }) => `${name} ${shape}`);
    expect(twice).toEqual([]);
  });

  it('start with the tenant, or are one of those that are found without knowing it', async () => {
    const open = [
      'tenant',
      'apiKey',
      'calendarLink',
      'sweepMark',
      'tenants',
      'attention',
      'dueSeries',
      'inLine',
      'held',
    ];
    const others = (await declared())
      .filter(({ shape }) => !/(^|:)T#<0>#/.test(shape))
      .map(({ name }) => name.split('.')[1]);
    expect(others.sort()).toEqual(open.sort());
  });
});

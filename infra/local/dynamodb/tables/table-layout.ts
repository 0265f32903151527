import { attributeType, type KeySchema, type SecondaryIndex, type TableDescription } from './table.ts';

export interface KeyAttribute {
  name: string;
  type: 'S' | 'N' | 'B';
}

/** The partition key and, where there is one, the sort key. */
export type KeyAttributes = [hash: KeyAttribute] | [hash: KeyAttribute, range: KeyAttribute];

export interface IndexLayout {
  index: SecondaryIndex;
  key: KeyAttributes;
  /** The attributes of an entry; `undefined` for all of the item's. */
  shown: string[] | undefined;
}

/** What each read and write asks of a table's description. */
export interface TableLayout {
  key: KeyAttributes;
  indexes: IndexLayout[];
}

const layouts = new WeakMap<TableDescription, TableLayout>();

/** A description in the catalogue never changes, another takes its place. */
export function layoutOf(description: TableDescription): TableLayout {
  const known = layouts.get(description);
  if (known) return known;
  const layout = {
    key: keyOf(description, description.KeySchema),
    indexes: (description.GlobalSecondaryIndexes ?? []).map((index) => indexLayout(description, index)),
  };
  layouts.set(description, layout);
  return layout;
}

export function indexLayout(description: TableDescription, index: SecondaryIndex): IndexLayout {
  const { ProjectionType, NonKeyAttributes = [] } = index.Projection;
  const keys = [...description.KeySchema, ...index.KeySchema].map(({ AttributeName }) => AttributeName);
  const shown = ProjectionType === 'ALL' ? undefined : [...new Set([...keys, ...NonKeyAttributes])];
  return { index, key: keyOf(description, index.KeySchema), shown };
}

function keyOf(description: TableDescription, schema: KeySchema): KeyAttributes {
  const attributes = schema.map(({ AttributeName: name }) => ({ name, type: attributeType(description, name)! }));
  return attributes as KeyAttributes;
}

import type { AttributeValue } from '../items/attribute-value.ts';
import type { RangeOperator } from '../storage/item-key.ts';

export type Path = (string | number)[];
/** A value of the request by its name, such as `:now`. */
export type ValueName = string;
export type Values = Record<ValueName, AttributeValue>;

export type Operand = Path | ValueName | { type: 'function'; name: 'size'; args: [Operand] };

/** A condition or filter. */
export type Condition =
  | { type: 'and' | 'or' | 'not'; args: Condition[] }
  | { type: 'function'; name: string; args: Operand[] }
  | { type: '=' | '<>' | '<' | '<=' | '>' | '>=' | 'between' | 'in'; args: Operand[] };

export type UpdateOperand =
  | Path
  | ValueName
  | { type: 'add' | 'subtract'; args: [UpdateOperand, UpdateOperand] }
  | { type: 'function'; name: 'if_not_exists' | 'list_append'; args: [UpdateOperand, UpdateOperand] };

/** One assignment, removal, addition or deletion of an update expression. */
export interface UpdateSection {
  type: 'set' | 'remove' | 'add' | 'delete';
  path: Path;
  val?: UpdateOperand;
  /** The type of the value, where it is known without the item. */
  attrType?: string | null;
}

export interface Updates {
  sections: UpdateSection[];
  /** What `UPDATED_OLD` and `UPDATED_NEW` answer. */
  paths: Path[];
  nestedPaths: object;
}

/** Conditions on key attributes, by attribute. */
export type KeyConditions = Record<string, { operator: RangeOperator | 'NE'; values: ValueName[] }>;

/** What the expressions of a request say, apart from its values. */
export interface Expressions {
  condition?: Condition;
  filter?: { expression: Condition; pathHeads: object; nestedPaths: object };
  keyConditions?: KeyConditions;
  projection?: { paths: Path[]; nestedPaths: object };
  updates?: Updates;
}

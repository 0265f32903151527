import { type DynaliteExpressions, type DynaliteNode, dynalite, validations } from '../dynalite/dynalite.ts';
import { type AttributeValue, typeAndValue } from '../items/attribute-value.ts';
import type { Condition, Expressions, KeyConditions, UpdateSection, ValueName, Values } from './expressions.ts';

/** The members of a request that hold expressions. */
export interface ExpressionMembers {
  UpdateExpression?: string;
  ConditionExpression?: string;
  KeyConditionExpression?: string;
  FilterExpression?: string;
  ProjectionExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Values;
}

interface Parsed {
  expressions: Expressions;
  /** Values that must not come the other way round. */
  bounds: [low: ValueName, high: ValueName][];
}

/** An application has some hundreds; one that writes values into its expressions has no end of them. */
const MAX_REMEMBERED = 1000;
const remembered = new Map<string, Parsed>();
const NONE: Expressions = {};

/**
 * Expressions are parsed once for their texts, names and types of values. `undefined` where something is wrong with
 * them, which a request's full check puts into words.
 */
export function parsedExpressions(members: ExpressionMembers): Expressions | undefined {
  const { ExpressionAttributeNames: names, ExpressionAttributeValues: values } = members;
  const texts = [
    members.UpdateExpression,
    members.ConditionExpression,
    members.KeyConditionExpression,
    members.FilterExpression,
    members.ProjectionExpression,
  ];
  if (texts.every((text) => text === undefined)) return names || values ? undefined : NONE;
  const identity = JSON.stringify([texts, names, valueKinds(members, values)]);
  let parsed = remembered.get(identity);
  if (!parsed) {
    parsed = parse(members);
    if (!parsed) return undefined;
    if (remembered.size >= MAX_REMEMBERED) remembered.delete(remembered.keys().next().value!);
    remembered.set(identity, parsed);
  }
  const inOrder = parsed.bounds.every(([low, high]) => !dynalite.compare('GT', values![low]!, values![high]!));
  return inOrder ? parsed.expressions : undefined;
}

/** What the validity of an expression depends on: types, and the type that `attribute_type` names. */
function valueKinds({ ConditionExpression, FilterExpression }: ExpressionMembers, values: Values | undefined): unknown {
  if (!values) return undefined;
  if (ConditionExpression?.includes('attribute_type') || FilterExpression?.includes('attribute_type')) return values;
  const kinds: string[] = [];
  for (const name in values) kinds.push(name, typeAndValue(values[name]!)[0]);
  return kinds;
}

function parse(members: ExpressionMembers): Parsed | undefined {
  // Copies, because what is parsed is remembered, and two names may have one object for their value.
  const copies = Object.entries(members.ExpressionAttributeValues ?? {}).map(([name, value]) => [name, { ...value }]);
  const values = Object.fromEntries(copies) as Values;
  const request: ExpressionMembers & DynaliteExpressions = {
    ...members,
    ...(members.ExpressionAttributeValues && { ExpressionAttributeValues: values }),
  };
  if (validations.validateExpressions(request) !== undefined) return undefined;
  const { _condition, _filter, _keyCondition, _projection, _updates } = request;
  const translation = new Translation(values);
  const expressions: Expressions = {};
  if (_condition) expressions.condition = translation.condition(_condition.expression);
  if (_filter) expressions.filter = { ..._filter, expression: translation.condition(_filter.expression) };
  if (_projection) expressions.projection = _projection;
  if (_updates) {
    const sections = _updates.sections.map((section) => translation.section(section as UpdateSection));
    expressions.updates = { ..._updates, sections: sections.sort(removalsLast) };
  }
  if (_keyCondition) {
    translation.condition(_keyCondition.expression);
    const conditions = validations.convertKeyCondition(_keyCondition.expression);
    if (typeof conditions === 'string' || validations.validateConditions(conditions) !== undefined) return undefined;
    if (Object.keys(conditions).length > 2) return undefined;
    expressions.keyConditions = translation.keyConditions(conditions);
  }
  return { expressions, bounds: translation.bounds };
}

/** Puts names in the place of values, so that the result means the same with any values. */
class Translation {
  readonly bounds: [low: ValueName, high: ValueName][] = [];
  readonly #names: Map<unknown, ValueName>;

  constructor(values: Values) {
    this.#names = new Map(Object.entries(values).map(([name, value]) => [value, name]));
  }

  condition({ type, name, args }: DynaliteNode): Condition {
    const inner = args.map((arg) => this.#part(arg));
    if (type === 'between') this.#noteBounds(inner[1], inner[2]);
    return (name === undefined ? { type, args: inner } : { type, name, args: inner }) as Condition;
  }

  section(section: UpdateSection): UpdateSection {
    return 'val' in section ? { ...section, val: this.#part(section.val) as UpdateSection['val'] } : section;
  }

  keyConditions(
    conditions: Record<string, { ComparisonOperator: string; AttributeValueList: AttributeValue[] }>,
  ): KeyConditions {
    const entries = Object.entries(conditions).map(([attribute, { ComparisonOperator, AttributeValueList }]) => [
      attribute,
      { operator: ComparisonOperator, values: AttributeValueList.map((value) => this.#part(value)) },
    ]);
    return Object.fromEntries(entries) as KeyConditions;
  }

  #part(part: unknown): unknown {
    if (Array.isArray(part)) return part;
    const name = this.#names.get(part);
    if (name !== undefined) return name;
    const node = part as DynaliteNode;
    return { ...node, args: node.args.map((arg) => this.#part(arg)) };
  }

  #noteBounds(low: unknown, high: unknown): void {
    if (typeof low === 'string' && typeof high === 'string') this.bounds.push([low, high]);
  }
}

/** An expression's indexes mean the list as it was: removed is last, and backwards. */
function removalsLast(left: UpdateSection, right: UpdateSection): number {
  if (left.type !== 'remove' || right.type !== 'remove')
    return Number(left.type === 'remove') - Number(right.type === 'remove');
  const [leftIndex, rightIndex] = [left.path.at(-1), right.path.at(-1)];
  return typeof leftIndex === 'number' && typeof rightIndex === 'number' ? rightIndex - leftIndex : 0;
}

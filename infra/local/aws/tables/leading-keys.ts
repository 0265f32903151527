import type { Members } from '../json-service.ts';

type AttributeValue = Record<string, unknown>;
type Attributes = Record<string, AttributeValue>;

/** The partition key values a request names, as `dynamodb:LeadingKeys` gives them. Empty when it names none (Scan). */
export function leadingKeysOf(input: Members, partitionKey: string): string[] {
  const attributes = [input.Key, input.Item] as (Attributes | undefined)[];
  const named = attributes.map((item) => item?.[partitionKey]);
  return [...named, ...queriedKeys(input, partitionKey), ...legacyQueriedKeys(input, partitionKey)]
    .filter((value) => value !== undefined)
    .map(textOf);
}

function queriedKeys(input: Members, partitionKey: string): (AttributeValue | undefined)[] {
  const names = (input.ExpressionAttributeNames ?? {}) as Record<string, string>;
  const values = (input.ExpressionAttributeValues ?? {}) as Attributes;
  const comparisons = String(input.KeyConditionExpression ?? '').matchAll(/(?<![\w.-])(#?[\w.-]+)\s*=\s*(:\w+)/g);
  return [...comparisons]
    .filter(([, name = '']) => (names[name] ?? name) === partitionKey)
    .map(([, , placeholder = '']) => values[placeholder]);
}

/** `KeyConditions`, which came before expressions and still works. */
function legacyQueriedKeys(input: Members, partitionKey: string): AttributeValue[] {
  const conditions = (input.KeyConditions ?? {}) as Record<string, { AttributeValueList?: AttributeValue[] }>;
  return conditions[partitionKey]?.AttributeValueList ?? [];
}

const textOf = (value: AttributeValue): string => String(Object.values(value)[0]);

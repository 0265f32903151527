import { eventCatalogue } from '../../shared/events/all-events.ts';
import type { JsonSchema } from '../../shared/kernel/json-schema.ts';

/** docs/events.md: every type of event, what it says and what is in its `data`. */
export function eventsPage(): string {
  const catalogue = eventCatalogue();
  const entities = [...new Set(catalogue.map(({ entity }) => entity))];
  const sections = entities.map((entity) => {
    const events = catalogue.filter((event) => event.entity === entity);
    return [`## ${entity}`, ...events.map(({ type, summary, data }) => sectionOf(type, summary, data))].join('\n\n');
  });
  return `${[head, ...sections].join('\n\n')}\n`;
}

const head = `<!-- Made by \`npm run docs\` from the \`events.ts\` of each subject: change it there. -->
# Events

Each meaningful action writes one event, in the transaction of the action. \`GET /api/v1/events\` and
\`GET /api/v1/distributions/{id}/events\` show the log; an event is kept for three years. The bus \`herald-<stage>\` (EventBridge) has
each event with \`source\` \`herald\`, its \`type\` as \`detail-type\` and the event as \`detail\`, at least once and mostly in order:
drop what you have by its \`id\`. \`POST /api/v1/events/replay\` puts a day on the bus again, with the same ids.

| field | meaning |
|---|---|
| \`id\` | a UUID in order of time |
| \`type\` | one of the types below |
| \`schemaVersion\` | \`1\`; it goes up when a field of \`data\` changes its meaning or disappears |
| \`tenantId\` | whose event it is |
| \`actor\` | who did it: \`key:<id>\` or \`system:<function>\` |
| \`entityType\`, \`entityId\` | what it tells of: the headings below |
| \`correlationId\` | the same for everything that one request set off |
| \`causationId\` | what directly caused it: a request id or a message id |
| \`occurredAt\` | ISO 8601, UTC |
| \`data\` | as below; \`?\` marks a field that may be missing |

The members of a cross-post have no event of their own for their creation: \`CROSS_POST_CREATED\` is the only one in the log, and the
bus has a \`DISTRIBUTION_CREATED\` for each of them.`;

function sectionOf(type: string, summary: string, data: JsonSchema): string {
  const rows = rowsOf(data);
  const table = rows.length === 0 ? '`data` is empty.' : ['| `data` | type |', '|---|---|', ...rows].join('\n');
  return `### ${type}\n\n${summary}\n\n${table}`;
}

function rowsOf({ properties = {}, required = [] }: JsonSchema): string[] {
  return Object.entries(properties as Record<string, JsonSchema>).map(([name, schema]) => {
    const mark = (required as string[]).includes(name) ? '' : '?';
    const meaning = typeof schema.description === 'string' ? `. ${schema.description}` : '';
    return `| \`${name}${mark}\` | ${typeOf(schema)}${meaning} |`;
  });
}

/** A JSON Schema in a few words. */
function typeOf(schema: JsonSchema): string {
  const { type, format, enum: values, const: value, anyOf, items, properties, additionalProperties } = schema;
  if (value !== undefined) return `\`${JSON.stringify(value)}\``;
  if (Array.isArray(values)) return values.map((one) => `\`${one}\``).join(', ');
  if (Array.isArray(anyOf)) return [...new Set(anyOf.map(typeOf))].join(' or ');
  if (type === 'array') return `list of: ${typeOf((items ?? {}) as JsonSchema)}`;
  if (properties !== undefined) return objectOf(schema);
  if (type === 'object') {
    return additionalProperties ? `object of: ${typeOf(additionalProperties as JsonSchema)}` : 'object';
  }
  if (typeof format === 'string' && format !== 'safeint') return format;
  return typeof type === 'string' ? type : 'any';
}

function objectOf({ properties = {}, required = [] }: JsonSchema): string {
  const fields = Object.entries(properties as Record<string, JsonSchema>).map(
    ([name, schema]) => `\`${name}${(required as string[]).includes(name) ? '' : '?'}\` ${typeOf(schema)}`,
  );
  return `{ ${fields.join(', ')} }`;
}

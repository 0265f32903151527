import { jsonSchema } from '../../kernel/json-schema.ts';
import type { PlatformAdapter } from '../../platforms/contract/adapter.ts';
import type { ContentRules, TextRule } from '../../platforms/contract/content-rules.ts';
import { unitName } from '../../platforms/contract/text-count.ts';
import { newDistributionSchema } from '../model/distribution-input.ts';

type JsonObject = Record<string, unknown>;

/** The empty line before a link. */
const SEPARATOR = 2;
const WEIGHTED_LINK = 23;
const label = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?';
const plainLink = `^https?://(${label}\\.)+(com|org|net|info|io|de|uk|eu|fr)(/[A-Za-z0-9_-]+)*/?(\\?[A-Za-z0-9_=&-]*[A-Za-z0-9])?$`;
const filled = { type: 'string', pattern: '\\S' };
const httpUrl = { pattern: '^[Hh][Tt][Tt][Pp][Ss]?://' };
const clock = '([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,9})?)?';

/**
 * The body of `POST /distributions` for one platform, as JSON Schema (2020-12): shape, options and limits. Where JSON
 * Schema cannot count as the platform does, `maxLength` is in code points and the description says what counts.
 */
export function postSchema(adapter: PlatformAdapter, platformId: string): JsonObject {
  const { rules, schemas } = adapter;
  const whole = jsonSchema(
    newDistributionSchema.extend({ platformSpecific: schemas.platformSpecific.optional() }),
  ) as JsonObject & { properties: Record<string, JsonObject>; required: string[] };
  const { title, body, mediaUrls, linkUrl, platformSpecific, scheduledFor } = whole.properties;
  const { title: titleRule, text, media } = rules;
  return {
    ...whole,
    required: [...whole.required, ...(titleRule.required ? ['title'] : [])],
    properties: {
      ...whole.properties,
      platformId: { const: platformId },
      title: { ...title, ...lengths({ max: titleRule.max ?? 2_000 }), ...(titleRule.required && filled) },
      body: { ...body, ...textSchema(text), ...(text.required && filled) },
      mediaUrls: { ...mediaUrls, maxItems: media.max, items: { ...(mediaUrls!.items as JsonObject), ...httpUrl } },
      linkUrl: { ...linkUrl, ...httpUrl },
      platformSpecific: withFollowing(platformSpecific!, rules),
      scheduledFor: {
        ...scheduledFor,
        anyOf: [{ enum: ['next_slot', 'optimal'] }, { format: 'date-time' }, localTime],
      },
    },
    allOf: conditions(rules),
  };
}

const localTime = { type: 'string', pattern: `^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T${clock}$` };

/** What one field asks of another. */
function conditions(rules: ContentRules): JsonObject[] {
  const { text, linkInText } = rules;
  const isLocal = { required: ['scheduledFor'], properties: { scheduledFor: localTime } };
  const isScheduled = { required: ['status'], properties: { status: { const: 'scheduled' } } };
  const either = {
    anyOf: [
      { properties: { body: filled } },
      { required: ['mediaUrls'], properties: { mediaUrls: { type: 'array', minItems: 1 } } },
      ...(linkInText === 'always' ? [{ required: ['linkUrl'] }] : []),
    ],
  };
  return [
    // biome-ignore lint/suspicious/noThenProperty: it is JSON Schema's own word
    { if: isLocal, then: { required: ['timezone'] } },
    // biome-ignore lint/suspicious/noThenProperty: it is JSON Schema's own word
    { if: isScheduled, then: { required: ['scheduledFor'] } },
    ...(text.required ? [] : [either]),
    ...roomForLink(rules),
  ];
}

/**
 * A link that goes into the text takes room from it by its length, which JSON Schema can only say in steps. X counts
 * what it takes for a link as 23, however long it is: surely so those that are written plainly.
 */
function roomForLink({ text: { max, unit }, linkInText }: ContentRules): JsonObject[] {
  if (linkInText === undefined || max === undefined) return [];
  const room = (length: number, linkUrl: JsonObject) => ({
    properties: {
      body: { type: 'string', maxLength: max - SEPARATOR - length },
      linkUrl: { type: 'string', ...linkUrl },
    },
  });
  const steps = [50, 100, 150, 200, 250].filter((length) => length + SEPARATOR < max);
  const byLength = steps.map((length) => room(length, { maxLength: length }));
  const plain = unit === 'weighted' ? [room(WEIGHTED_LINK, { pattern: plainLink })] : [];
  const mediaUrls = { type: 'array', minItems: 1 };
  const inText =
    linkInText === 'always'
      ? { required: ['linkUrl'] }
      : { required: ['linkUrl', 'mediaUrls'], properties: { mediaUrls } };
  // biome-ignore lint/suspicious/noThenProperty: it is JSON Schema's own word
  return [{ if: inText, then: { anyOf: [...plain, ...byLength] } }];
}

/** A thread or a first comment, each text of it under the limits of a post, and not both. */
function withFollowing(schema: JsonObject, { text, thread, firstComment }: ContentRules): JsonObject {
  const properties = { ...(schema.properties as Record<string, JsonObject>) };
  const post: JsonObject = { ...textSchema(text), ...filled };
  if (thread !== undefined) properties.thread = { ...properties.thread, maxItems: thread.max, items: post };
  if (!firstComment) return { ...schema, properties };
  const described = [properties.firstComment?.description, post.description].filter(Boolean).join(' ');
  properties.firstComment = { ...properties.firstComment, ...post, description: described };
  return {
    ...schema,
    properties,
    dependentSchemas: { firstComment: { properties: { thread: { type: 'array', maxItems: 0 } } } },
  };
}

function textSchema({ min, max, maxBytes, unit, cashtagsMax }: TextRule): JsonObject {
  if (min === undefined && max === undefined) return {};
  const parts = [
    ...(max === undefined ? [] : [`at most ${max} ${unitName(unit)}, counted as ${unit}`]),
    ...(maxBytes === undefined ? [] : [`at most ${maxBytes} bytes`]),
    ...(cashtagsMax === undefined ? [] : [`at most ${cashtagsMax} $SYMBOL`]),
  ];
  return { ...lengths({ min, max }), ...(parts.length > 0 && { description: `${parts.join('; ')}.` }) };
}

function lengths({ min, max }: { min?: number | undefined; max?: number | undefined }): JsonObject {
  return { ...(min !== undefined && { minLength: min }), ...(max !== undefined && { maxLength: max }) };
}

import * as z from 'zod';
import { MAX_BODY, wellFormedText } from '../platforms/contract/content.ts';
import { contentTypeSchema } from './content-type.ts';
import { newOwnerLabels, patchOwnerLabels } from './owner-labels.ts';

const url = z.url({ protocol: /^https?$/ }).max(2_048);
const words = (most: number) => z.array(wellFormedText.trim().min(1).max(100)).max(most);

const fields = {
  title: wellFormedText.max(2_000),
  /** Markdown. */
  body: wellFormedText.max(MAX_BODY),
  keywords: words(50),
  topics: words(50),
  mediaUrls: z.array(url).max(20),
  altTexts: z
    .array(wellFormedText.max(2_000))
    .max(20)
    .meta({ description: 'What each of `mediaUrls` shows, in their order, for who cannot see it.' }),
  canonicalUrl: url,
};

/** What `POST /contents` takes: the text as its author wrote it, before Herald adapts it to any platform. */
export const newSourceContentSchema = z.strictObject({
  type: contentTypeSchema.optional(),
  title: fields.title.optional(),
  body: fields.body,
  keywords: fields.keywords.optional(),
  topics: fields.topics.optional(),
  mediaUrls: fields.mediaUrls.optional(),
  altTexts: fields.altTexts.optional(),
  canonicalUrl: fields.canonicalUrl.optional(),
  ...newOwnerLabels,
});
export type NewSourceContent = z.infer<typeof newSourceContentSchema>;

/** What `PATCH /contents/{id}` takes: null removes a value, a missing field keeps it. */
export const sourceContentPatchSchema = z.strictObject({
  type: contentTypeSchema.optional(),
  title: fields.title.nullable().optional(),
  body: fields.body.optional(),
  keywords: fields.keywords.nullable().optional(),
  topics: fields.topics.nullable().optional(),
  mediaUrls: fields.mediaUrls.nullable().optional(),
  altTexts: fields.altTexts.nullable().optional(),
  canonicalUrl: fields.canonicalUrl.nullable().optional(),
  ...patchOwnerLabels,
});
export type SourceContentPatch = z.infer<typeof sourceContentPatchSchema>;

export const sourceContentSchema = newSourceContentSchema.strip().extend({
  id: z.uuid(),
  tenantId: z.string(),
  type: contentTypeSchema,
  /** The optimistic lock: each write adds one. */
  revision: z.number().int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type SourceContent = z.infer<typeof sourceContentSchema>;

export const sourceContentViewSchema = sourceContentSchema
  .omit({ tenantId: true, revision: true })
  .meta({ id: 'Content' });
export type SourceContentView = z.infer<typeof sourceContentViewSchema>;

export function viewContent({ tenantId, revision, ...content }: SourceContent): SourceContentView {
  return content;
}

/** A content in a list: without its body. */
export const sourceContentListItemSchema = sourceContentViewSchema
  .omit({ body: true })
  .extend({ excerpt: z.string() })
  .meta({ id: 'ContentListItem' });
export type SourceContentListItem = z.infer<typeof sourceContentListItemSchema>;

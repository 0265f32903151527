import * as z from 'zod';
import { jsonObject } from '../../kernel/json-object.ts';
import { halfCharacter } from '../../kernel/json-text.ts';

const url = z.url({ protocol: /^https?$/ }).max(2_048);

/** Half a character would be stored as another one, and published so. */
export const wellFormedText = z.string().refine((said) => said.isWellFormed(), { params: { problem: halfCharacter } });

/** Characters (UTF-16) of any text: longer than every article, and so short that each step of a post is quick. */
export const MAX_BODY = 200_000;

/** What one platform gets to publish. Each platform has its own limits on lengths (`rules.ts`). */
export const distributionContentSchema = z.strictObject({
  title: wellFormedText.max(2_000).optional(),
  body: wellFormedText.max(MAX_BODY),
  mediaUrls: z.array(url).max(20).optional(),
  linkUrl: url.optional(),
  platformSpecific: jsonObject(32).optional(),
});
export type DistributionContent = z.infer<typeof distributionContentSchema>;

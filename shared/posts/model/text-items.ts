import * as z from 'zod';
import { getText, putText, textKey } from '../../aws/text-store.ts';
import type { Item } from '../../kernel/table/client.ts';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import { getItem, getItems } from '../../kernel/table/read.ts';
import { putAlways } from '../../kernel/table/transact.ts';
import { type DistributionContent, distributionContentSchema } from '../../platforms/contract/content.ts';
import { type PreparationNote, preparationNoteSchema } from '../../platforms/contract/preparation-note.ts';
import type { Distribution } from './distribution.ts';
import { postKeys } from './keys.ts';

type TextRef = Pick<Distribution, 'tenantId' | 'id' | 'textVersion'>;

/** A text as it is stored: with what was changed or left out when it was made for its platform. */
export type StoredText = DistributionContent & { notes?: PreparationNote[] };

const storedTextSchema = distributionContentSchema.extend({
  notes: z.array(preparationNoteSchema).optional(),
  bodyKey: z.string().optional(),
  /** As JSON text: DynamoDB limits nesting and numbers, and a platform's options may exceed those limits. */
  platformSpecific: z.string().optional(),
});

/** A DynamoDB item holds 400 KB; what is stored with a body needs far less than the rest. */
const MAX_INLINE_ITEM = 200 * 1024;

/**
 * The write of one version of a text. A large body is put into the bucket first, so that the item never points at
 * nothing.
 */
export async function writeText(
  tenantId: string,
  distributionId: string,
  version: number,
  { platformSpecific, ...content }: StoredText,
): Promise<LabelledAction> {
  const options = platformSpecific && { platformSpecific: JSON.stringify(platformSpecific) };
  const item = { ...postKeys.text(tenantId, distributionId, version), ...content, ...options };
  if (Buffer.byteLength(JSON.stringify(item)) <= MAX_INLINE_ITEM) return putAlways(item);
  const bodyKey = textKey(tenantId, distributionId, version);
  await putText(bodyKey, content.body);
  return putAlways({ ...item, body: '', bodyKey });
}

/** The text of a distribution. @throws Error where it is missing */
export async function readContent({ tenantId, id, textVersion }: TextRef): Promise<StoredText> {
  const item = await getItem(postKeys.text(tenantId, id, textVersion));
  if (item === undefined) throw new Error(`The text of distribution ${id} is missing.`);
  return contentOf(item);
}

/** The texts of some distributions, in their order. @throws Error where one is missing */
export async function readTexts(states: TextRef[]): Promise<DistributionContent[]> {
  const items = await getItems(states.map(({ tenantId, id, textVersion }) => postKeys.text(tenantId, id, textVersion)));
  return Promise.all(
    items.map((item, index) => {
      if (item === undefined) throw new Error(`The text of distribution ${states[index]?.id} is missing.`);
      return contentOf(item);
    }),
  );
}

export async function contentOf(item: Item): Promise<StoredText> {
  const { bodyKey, platformSpecific, ...content } = storedTextSchema.strip().parse(item);
  return {
    ...content,
    body: bodyKey ? await getText(bodyKey) : content.body,
    ...(platformSpecific && { platformSpecific: JSON.parse(platformSpecific) as Record<string, unknown> }),
  };
}

import { type DistributionContent, distributionContentSchema } from '../../platforms/contract/content.ts';

type ContentPatch = { [Field in keyof DistributionContent]?: DistributionContent[Field] | null | undefined };

/** Absent: stays as it is; null: taken away. */
export function pick<Value>(now: Value | undefined, asked: Value | null | undefined): Value | undefined {
  return asked === undefined ? now : (asked ?? undefined);
}

/** The content with what a patch says of it; fields without a value are absent, and all are in the schema's order. */
export function patchContent(content: DistributionContent, patch: ContentPatch): DistributionContent {
  const fields = Object.keys(distributionContentSchema.shape) as (keyof DistributionContent)[];
  const patched = fields.flatMap((field) => {
    const value = pick<unknown>(content[field], patch[field]);
    return value === undefined ? [] : [[field, value] as const];
  });
  return Object.fromEntries(patched) as unknown as DistributionContent;
}

import * as z from 'zod';
import { oneLine } from '../kernel/one-line.ts';

/**
 * Whom a text and its posts are for, in the user's own terms. The one list of them: a new one is a line here, and then
 * contents, distributions, cross-posts, series, imports and exports have it.
 */
export const ownerLabels = {
  businessUnit: oneLine(200),
  verticalId: z.uuid(),
  clientId: z.uuid(),
};
type OwnerLabel = keyof typeof ownerLabels;

export const ownerLabelNames = Object.keys(ownerLabels) as OwnerLabel[];

/** For a request that makes something. */
export const newOwnerLabels = z.object(ownerLabels).partial().shape;

/** For a PATCH, where null takes a value away. */
export const patchOwnerLabels = nullish(ownerLabels);

type Nullish<Shape extends Record<string, z.ZodType>> = {
  [Name in keyof Shape]: z.ZodOptional<z.ZodNullable<Shape[Name]>>;
};

/** Each field of a shape, also absent or null. */
export function nullish<Shape extends Record<string, z.ZodType>>(shape: Shape): Nullish<Shape> {
  const fields = Object.entries(shape).map(([name, schema]) => [name, schema.nullable().optional()]);
  return Object.fromEntries(fields) as Nullish<Shape>;
}

type Owner = { [Name in OwnerLabel]?: z.infer<(typeof ownerLabels)[Name]> | undefined };

/** The labels of something that has them, and nothing else of it. */
export function ownerLabelsOf(labelled: Owner): Owner {
  return Object.fromEntries(ownerLabelNames.map((name) => [name, labelled[name]]));
}

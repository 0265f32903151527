import * as z from 'zod';
import { contentTypeSchema } from '../../content/content-type.ts';
import { nullish, ownerLabels } from '../../content/owner-labels.ts';
import { oneLine } from '../../kernel/one-line.ts';

/** Text labels of everything that makes posts. */
const shared = { contentId: z.uuid(), ...ownerLabels };
/** Text labels of a single post, for experiments. */
const experiment = { variantGroup: oneLine(200) };
const texts = { ...shared, ...experiment };

type Shared = keyof typeof shared;
type Text = keyof typeof texts;
const sharedNames = Object.keys(shared) as Shared[];
const textNames = Object.keys(texts) as Text[];

/** What a user says of a post for their own order and reports, as requests have it: null takes a value away. */
export const labelInput = {
  ...nullish(texts),
  contentType: contentTypeSchema.optional(),
  isControl: z.boolean().optional(),
};
type LabelInput = z.infer<z.ZodObject<typeof labelInput>>;

/** The labels that a series gives each of its posts. */
export const sharedLabelInput = { ...nullish(shared), contentType: contentTypeSchema.optional() };
type SharedLabelInput = z.infer<z.ZodObject<typeof sharedLabelInput>>;

const stored = <Name extends string>(names: Name[]) =>
  Object.fromEntries(names.map((name) => [name, z.string().optional()])) as Record<Name, z.ZodOptional<z.ZodString>>;

/** The labels as they are stored. */
export const labelFields = {
  ...stored(textNames),
  contentType: contentTypeSchema,
  isControl: z.boolean().optional(),
};
export type Labels = z.infer<z.ZodObject<typeof labelFields>>;

export const sharedLabelFields = { ...stored(sharedNames), contentType: contentTypeSchema };
type SharedLabels = z.infer<z.ZodObject<typeof sharedLabelFields>>;

/** In the order of the columns of files. */
export const labelNames = ['contentId', 'contentType', ...ownerNames(), 'variantGroup', 'isControl'] as const;

function ownerNames() {
  return Object.keys(ownerLabels) as (keyof typeof ownerLabels)[];
}

/** The labels of a state, and nothing else of it. */
export function labelsOf(state: Labels): Labels {
  return { ...choose(textNames, state), contentType: state.contentType, isControl: state.isControl };
}

/** The same without those of a single post. */
export function sharedLabelsOf(state: SharedLabels): SharedLabels {
  return { ...choose(sharedNames, state), contentType: state.contentType };
}

export function newLabels(input: LabelInput): Labels {
  return { ...choose(textNames, input), contentType: input.contentType ?? 'manual', isControl: input.isControl };
}

/** Those of the first source that says each. */
export function newSharedLabels(input: SharedLabelInput, source: SharedLabels | undefined): SharedLabels {
  const contentType = input.contentType ?? source?.contentType ?? 'manual';
  return { ...choose(sharedNames, input, source), contentType };
}

/** Absent: stays as it is; null: taken away. */
export function patchLabels(before: Labels, patch: LabelInput): Labels {
  const isControl = patch.isControl ?? before.isControl;
  return { ...patched(textNames, before, patch), contentType: patch.contentType ?? before.contentType, isControl };
}

export function patchSharedLabels(before: SharedLabels, patch: SharedLabelInput): SharedLabels {
  return { ...patched(sharedNames, before, patch), contentType: patch.contentType ?? before.contentType };
}

type Texts<Name extends string> = { [One in Name]?: string | null | undefined };

function choose<Name extends string>(names: Name[], ...sources: (Texts<Name> | undefined)[]) {
  const first = (name: Name) => sources.map((source) => source?.[name]).find((value) => value != null) ?? undefined;
  return Object.fromEntries(names.map((name) => [name, first(name)])) as Record<Name, string | undefined>;
}

function patched<Name extends string>(names: Name[], before: Texts<Name>, patch: Texts<Name>) {
  const value = (name: Name) => (patch[name] === undefined ? before[name] : patch[name]) ?? undefined;
  return Object.fromEntries(names.map((name) => [name, value(name)])) as Record<Name, string | undefined>;
}

import type * as z from 'zod';
import type { ContentProblem } from './problem.ts';
import { isAboutType, pointerOf, sentenceOf, show, sizeOf, unionForms } from './schema-sentences.ts';

interface Place {
  /** JSON pointer under which the value lies; default: it is the whole. */
  at?: string;
  /** The value is a secret and never repeated. */
  isSecret?: boolean;
}

export type Parsed<Schema extends z.ZodType> =
  | { success: true; data: z.output<Schema>; problems: ContentProblem[] }
  | { success: false; data?: undefined; problems: ContentProblem[] };

/**
 * A value by its schema, or everything that is wrong with it: each with its place, what is wrong and what to do. A rule of
 * a schema that has a problem of its own gives it as `params.problem`, a function of the field's pointer.
 */
export function parseBySchema<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  place: Place = {},
): Parsed<Schema> {
  const { at = '', isSecret = false } = place;
  const result = schema.safeParse(value, {
    // Without its input an issue does not say whether a field is missing or of another type.
    reportInput: true,
    // A message of the schema's own goes before this one. Where there is none, the sentence is made below: inside a
    // union this function does not know the whole path.
    error: (issue) => UNSAID + unionForms(issue),
  });
  if (result.success) return { success: true, data: result.data, problems: [] };
  return { success: false, problems: result.error.issues.flatMap((issue) => problemsOfIssue(issue, at, isSecret)) };
}

/** Begins the message of an issue for which the schema has none; behind it are the forms of a union. */
const UNSAID = '\u0000';

const fieldOf = (at: string, path: readonly PropertyKey[]) => at + pointerOf(path);

function problemsOfIssue(given: z.core.$ZodIssue, at: string, isSecret: boolean): ContentProblem[] {
  const issue = ofDiscriminator(given);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      field: fieldOf(at, [...issue.path, key]),
      code: 'unknown_field',
      message: `There is no field ${show(key)} here.`,
      remedy: 'Leave it out, or check how it is written.',
    }));
  }
  const isUnsaid = issue.message.startsWith(UNSAID);
  const form = issue.code === 'invalid_union' && isUnsaid ? meantForm(issue.errors) : undefined;
  if (form !== undefined) {
    return form.flatMap((inner) =>
      problemsOfIssue({ ...inner, path: [...issue.path, ...inner.path] } as z.core.$ZodIssue, at, isSecret),
    );
  }
  const field = fieldOf(at, issue.path);
  const own = issue.code === 'custom' ? issue.params?.problem : undefined;
  if (typeof own === 'function') return [own(field)];
  const isMissing = issue.input === undefined && isAboutType(issue);
  return [
    {
      field,
      code: isMissing ? 'required' : issue.code === 'custom' ? 'invalid_value' : issue.code,
      ...(isUnsaid
        ? sentenceOf(issue, field, issue.message.slice(UNSAID.length), isSecret)
        : { message: withPeriod(issue.message), remedy: 'Change the value so that it fits.' }),
      ...sizeOf(issue),
    },
  ];
}

/** A union that one field decides about: the problem is the value of that field, whose path the issue has already. */
function ofDiscriminator(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union' || issue.discriminator === undefined) return issue;
  const { path, message, discriminator, input } = issue;
  const values = ('options' in issue && issue.options) || [];
  return { code: 'invalid_value', path, message, values, input: (input as Record<string, unknown>)[discriminator] };
}

/** Of a union, the one form that the value has the type of: then its own problems say more than a list of the forms. */
function meantForm(forms: z.core.$ZodIssue[][]): z.core.$ZodIssue[] | undefined {
  const near = forms.filter((issues) =>
    issues.every(({ path, code }) => path.length > 0 || code === 'unrecognized_keys'),
  );
  return near.length === 1 ? near[0] : undefined;
}

const withPeriod = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);

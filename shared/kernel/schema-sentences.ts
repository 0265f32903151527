import type * as z from 'zod';

type Issue = z.core.$ZodIssue;
export type Sentence = { message: string; remedy: string };

const SHOWN_VALUES = 20;
const SHOWN_CHARACTERS = 60;

/** JSON pointer (RFC 6901) of a place inside a value; the value itself is the empty text. */
export function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/**
 * What a schema has against a value, as a sentence that says where and what, and one that says what to do.
 *
 * @param where JSON pointer of the place
 * @param forms of a union, what `unionForms` says of it
 * @param isSecret the value is never repeated
 */
export function sentenceOf(issue: Issue, where: string, forms: string, isSecret: boolean): Sentence {
  const at = where === '' ? 'The value as a whole' : where;
  const shown = isSecret ? 'not what it can be' : show(issue.input);
  if (issue.input === undefined && isAboutType(issue)) {
    return { message: `${at} is missing.`, remedy: `Add it: ${expectedOf(issue, forms)}.` };
  }
  switch (issue.code) {
    case 'invalid_type':
      return {
        message: `${at} is ${kindOf(issue.input)}; ${typeName(issue.expected)} is needed.`,
        remedy: `Send ${typeName(issue.expected)}.`,
      };
    case 'invalid_value':
      return {
        message: `${at} is ${shown}; it can be ${listOf(issue.values)}.`,
        remedy: issue.values.length === 1 ? 'Send that value.' : 'Use one of these values.',
      };
    case 'too_small':
    case 'too_big':
      return sizeSentence(issue, at);
    case 'invalid_format': {
      const { name, remedy } = formats[issue.format] ?? formats.regex!;
      return { message: `${at} is not ${name}${isSecret ? '' : `: ${shown}`}.`, remedy };
    }
    case 'not_multiple_of':
      return {
        message: `${at} is ${shown}; a multiple of ${issue.divisor} is needed.`,
        remedy: `Send a multiple of ${issue.divisor}.`,
      };
    case 'invalid_union':
      return {
        message: `${at} is ${isSecret ? kindOf(issue.input) : shown}; it can be ${expectedOf(issue, forms)}.`,
        remedy: 'Use one of these forms.',
      };
    case 'invalid_key':
      return {
        message: `The name of ${at} is not one that a field can have here.`,
        remedy: 'Give the field another name, or leave it out.',
      };
    case 'invalid_element':
      return { message: `${at} has an entry that is not possible.`, remedy: 'Change that entry or leave it out.' };
    case 'unrecognized_keys':
      return { message: `${at} has fields that are not known here.`, remedy: 'Leave them out.' };
    case 'custom':
      return { message: `${at} is not possible here.`, remedy: 'GET /api/v1/docs says what this field can be.' };
  }
}

/** Limit and actual size, for a client that shows them beside the field. */
export function sizeOf(issue: Issue): { limit?: number; actual?: number } {
  if (issue.code !== 'too_small' && issue.code !== 'too_big') return {};
  const limit = Number(issue.code === 'too_small' ? issue.minimum : issue.maximum);
  const actual = sizeOfInput(issue.input);
  return actual === undefined ? { limit } : { limit, actual };
}

function sizeSentence(issue: Extract<Issue, { code: 'too_small' | 'too_big' }>, at: string): Sentence {
  const isSmall = issue.code === 'too_small';
  const limit = Number(isSmall ? issue.minimum : issue.maximum);
  const actual = sizeOfInput(issue.input);
  const bound = issue.exact ? 'exactly' : isSmall ? 'at least' : 'at most';
  const unit = units[issue.origin];
  if (unit === undefined) {
    const beyond = issue.inclusive === false ? (isSmall ? 'more than' : 'less than') : bound;
    return { message: `${at} is ${actual}; it can be ${beyond} ${limit}.`, remedy: `Send ${beyond} ${limit}.` };
  }
  const needed =
    isSmall || issue.exact ? `${limit === 1 ? 'is' : 'are'} needed` : `${limit === 1 ? 'is' : 'are'} possible`;
  return {
    message: `${at} has ${count(actual ?? 0, unit)}; ${bound} ${limit} ${needed}.`,
    remedy: `${isSmall ? 'Add' : 'Take away'} ${count(Math.abs(limit - (actual ?? 0)), unit)}.`,
  };
}

const units: Record<string, [one: string, many: string]> = {
  string: ['character', 'characters'],
  array: ['entry', 'entries'],
  set: ['entry', 'entries'],
  record: ['field', 'fields'],
};

const count = (number: number, [one, many]: [string, string]) => `${number} ${number === 1 ? one : many}`;

function sizeOfInput(input: unknown): number | undefined {
  if (typeof input === 'string' || Array.isArray(input)) return input.length;
  if (typeof input === 'number') return input;
  return typeof input === 'object' && input !== null ? Object.keys(input).length : undefined;
}

const formats: Record<string, { name: string; remedy: string }> = {
  uuid: { name: 'an id', remedy: 'Use an id as Herald gave it, like 0198c0de-0000-7000-8000-000000000000.' },
  url: { name: 'a web address', remedy: 'Write the whole address, like https://example.com/page.' },
  email: { name: 'an e-mail address', remedy: 'Write it like name@example.com.' },
  datetime: { name: 'a moment', remedy: 'Write it like 2027-03-01T09:00:00Z.' },
  date: { name: 'a date', remedy: 'Write it like 2027-03-01.' },
  time: { name: 'a time of day', remedy: 'Write it like 09:30.' },
  regex: { name: 'written as it must be', remedy: 'GET /api/v1/docs says how this field is written.' },
};

const typeNames: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  tuple: 'a list',
  map: 'an object',
  date: 'a moment',
  bigint: 'a whole number',
  null: 'null',
  nonoptional: 'a value',
  never: 'nothing',
  undefined: 'nothing',
};
const typeName = (type: string) => typeNames[type] ?? type;

function kindOf(input: unknown): string {
  if (input === null) return 'null';
  if (input === undefined) return 'missing';
  if (Array.isArray(input)) return 'a list';
  if (typeof input === 'boolean') return String(input);
  // A query parameter of which no number can be made.
  if (Number.isNaN(input)) return 'no number';
  if (input === Infinity || input === -Infinity) return 'a number that is too large to be read';
  if (typeof input === 'number' && !Number.isInteger(input)) return 'a number with a fraction';
  return typeName(typeof input);
}

/** The beginning of a value, for a sentence. */
export function show(input: unknown): string {
  if (typeof input === 'object' && input !== null) return kindOf(input);
  const text = JSON.stringify(input) ?? String(input);
  return text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)}…`;
}

export function isAboutType({ code }: Issue): boolean {
  return code === 'invalid_type' || code === 'invalid_value' || code === 'invalid_union';
}

function expectedOf(issue: Issue, forms: string): string {
  if (issue.code === 'invalid_type') return typeName(issue.expected);
  return issue.code === 'invalid_value' ? listOf(issue.values) : forms;
}

/** The forms that a union has, in a few words: `"daily", "weekly", "monthly" or an object with "rrule"`. */
export function unionForms(issue: z.core.$ZodRawIssue): string {
  if (issue.code !== 'invalid_union') return '';
  const union = issue.inst?._zod.def;
  return union !== undefined && 'options' in union ? formsOf(union.options as z.core.$ZodType[]) : 'another value';
}

function listOf(values: readonly unknown[]): string {
  const shown = values.slice(0, SHOWN_VALUES).map((value) => JSON.stringify(value) ?? String(value));
  if (values.length > SHOWN_VALUES) shown.push(`${values.length - SHOWN_VALUES} others`);
  return either(shown);
}

const formsOf = (options: readonly z.core.$ZodType[]) => either([...new Set(options.map(formOf))]);

function either(forms: string[]): string {
  return forms.length < 2 ? (forms[0] ?? 'nothing') : `${forms.slice(0, -1).join(', ')} or ${forms.at(-1)}`;
}

function formOf(schema: z.core.$ZodType): string {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === 'enum') return listOf(Object.values(def.entries));
  if (def.type === 'literal') return listOf(def.values);
  if (def.type === 'union') return formsOf(def.options);
  if (def.type === 'optional' || def.type === 'nullable' || def.type === 'default') return formOf(def.innerType);
  if (def.type === 'pipe') return formOf(def.in);
  if (def.type === 'object') {
    const needed = Object.entries(def.shape).filter(([, field]) => field._zod.optin === undefined);
    return `an object with ${needed.map(([name]) => `"${name}"`).join(', ')}`;
  }
  const format = 'format' in def ? formats[def.format as string] : undefined;
  return format?.name ?? typeName(def.type);
}

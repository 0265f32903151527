import * as z from 'zod';

/**
 * No control character, and no line break of Unicode's own. Without \p: the pattern stands in the OpenAPI document, and many
 * of its readers make a RegExp of it that knows no Unicode properties.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it refuses
const isOneLine = /^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$/;
const MESSAGE = 'A line break or a control character is not possible here';

/** A text that is shown in one line, in lists and in the subjects and names of files, which a line break would break. */
export const oneLine = (maxCharacters: number) => z.string().max(maxCharacters).regex(isOneLine, MESSAGE);

/** What a user calls a thing. */
export const nameSchema = z.string().trim().min(1).max(200).regex(isOneLine, MESSAGE);

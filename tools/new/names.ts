import { UsageError } from './usage-error.ts';

/** One name in the forms that code needs. */
export interface Name {
  /** `google-business`, for folders, files and kinds. */
  kebab: string;
  /** `googleBusiness`, for functions and constants. */
  camel: string;
  /** `GoogleBusiness`, for types. */
  pascal: string;
  /** `GOOGLE_BUSINESS`, for keys and events. */
  upper: string;
  /** `Google business`, for people. */
  title: string;
}

/** Words that no constant or type can be named. */
const reserved = new Set(
  (
    'abstract any arguments as async await boolean break case catch class const constructor continue debugger default ' +
    'delete do else enum eval export extends false finally for from function get if implements import in instanceof ' +
    'interface let new null number object of package private prototype protected public return set static string ' +
    'super switch symbol this throw true try type typeof undefined var void while with yield'
  ).split(' '),
);

/** @throws UsageError for anything but lower-case words with single hyphens between them */
export function nameOf(written: string, what: string): Name {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(written) || written.length > 40) {
    throw new UsageError(
      `"${written}" is no name for a ${what}. Use lower-case words with hyphens, such as "my-${what}".`,
    );
  }
  if (reserved.has(written)) {
    throw new UsageError(`"${written}" is a word of JavaScript. Choose another name, such as "${written}-${what}".`);
  }
  const words = written.split('-');
  const pascal = words.map(capital).join('');
  return {
    kebab: written,
    camel: pascal[0]!.toLowerCase() + pascal.slice(1),
    pascal,
    upper: words.join('_').toUpperCase(),
    title: capital(words.join(' ')),
  };
}

/** `claims` to `claim`, `series` stays: a subject is named by its plural, its things by the singular. */
export function singular({ kebab }: Name): Name {
  const one =
    kebab.endsWith('ies') && kebab !== 'series' ? kebab.replace(/ies$/, 'y') : kebab.replace(/(?<!s|serie)s$/, '');
  return nameOf(one, 'subject');
}

const capital = (word: string) => word[0]!.toUpperCase() + word.slice(1);

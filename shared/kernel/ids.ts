import { v5, v7 } from 'uuid';

/** Any fixed UUID will do: it only keeps our derived ids apart from others'. */
const NAMESPACE = '9f4d6a52-0c1e-5b7a-8d3f-2b6c7e8a9d10';

/** A new id that sorts by time. */
export function newId(): string {
  return v7();
}

/** The same id for the same names, so that a second run of a request meets what the first left. */
export function derivedId(...names: string[]): string {
  return v5(names.join('\n'), NAMESPACE);
}

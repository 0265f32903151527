/**
 * `node:http` as Node has it. To import it makes Node load all that `fetch` is made of, because the module exports a part of
 * that: a tenth of a function's start.
 */
export const http = process.getBuiltinModule('node:http');

/** Loads what `fetch` is made of, which Node does when one of its classes is named first: for whoever has a moment to keep. */
export function loadFetch(): void {
  void globalThis.Headers;
}

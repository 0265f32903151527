import type { Random } from '../crash/random.ts';
import { randomId } from './random-id.ts';

/** One tenant of the run: its keys, what it has made, and a mark that stands in its texts and in nobody else's. */
export class Tenant {
  readonly name: string;
  readonly mark: string;
  /** The first may do everything, the others less. */
  readonly keys: string[];
  /** Where its addresses lead: a server of the run on this machine. */
  readonly #outside: string;
  readonly #ids = new Map<string, string[]>();
  readonly #cursors: string[] = [];

  constructor(name: string, outside: string, apiKey: string) {
    this.name = name;
    this.mark = `mark-of-${name}`;
    this.keys = [apiKey];
    this.#outside = outside;
  }

  /** @param kind first part of the path behind `/api/v1/`, or `rules`, `links` */
  remember(kind: string, id: string): void {
    const ids = this.#ids.get(kind) ?? [];
    if (!ids.includes(id)) ids.push(id);
    // The newest are the likeliest to be in a state where something can be done.
    this.#ids.set(kind, ids.slice(-30));
  }

  idOf(kind: string, random: Random): string {
    const ids = this.#ids.get(kind) ?? [];
    return ids.length === 0 ? randomId(random) : random.pick(ids);
  }

  firstId(kind: string): string | undefined {
    return this.#ids.get(kind)?.[0];
  }

  anyId(random: Random): string {
    const kinds = [...this.#ids.keys()];
    return kinds.length === 0 ? randomId(random) : this.idOf(random.pick(kinds), random);
  }

  sawCursor(cursor: string): void {
    this.#cursors.push(cursor);
    if (this.#cursors.length > 20) this.#cursors.shift();
  }

  cursor(random: Random): string | undefined {
    return this.#cursors.length === 0 ? undefined : random.pick(this.#cursors);
  }

  url(random: Random): string {
    return this.address(random.pick(['feed.xml', 'image.png', 'page', 'api', 'broken', 'a%20b?c=d#e']));
  }

  address(path: string): string {
    return `${this.#outside}/${path}`;
  }

  /** No request of a run leaves this machine: every address in it leads to the run's own server. */
  defused(text: string): string {
    return text.replaceAll(/https?:\/\/(?!127\.0\.0\.1)[^\s/"'\\)<>]+/gi, this.#outside);
  }
}

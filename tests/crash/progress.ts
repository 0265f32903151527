import type { RunReport } from './block.ts';
import { type Counts, sum } from './verdict.ts';

/** One line on stderr that says how far it is and what was injected so far, and the story of each run that went wrong. */
export class Progress {
  readonly #runs: number;
  readonly #counts: Counts[] = [];
  readonly #injected = new Map<string, number>();
  readonly #startedAt = performance.now();

  constructor(runs: number) {
    this.#runs = runs;
  }

  add({ counts, injected, happened, story }: RunReport): void {
    this.#counts.push(counts);
    const add = (what: string, times: number) => this.#injected.set(what, (this.#injected.get(what) ?? 0) + times);
    for (const fault of injected) add(fault, 1);
    for (const [name, times] of Object.entries(happened)) add(name, times);
    if (story !== undefined) this.#say(story);
    if (process.stderr.isTTY) this.#say(this.#line());
    else if (this.#counts.length % 10 === 0) this.#say(`${this.#line()}\n`);
  }

  /** @returns the sums over all runs */
  end(): Counts {
    this.#say(`${this.#line()}\n`);
    return sum(this.#counts);
  }

  #say(text: string): void {
    process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${text}` : text);
  }

  #line(): string {
    const done = this.#counts.length;
    const { published } = sum(this.#counts);
    const seconds = (performance.now() - this.#startedAt) / 1000 / Math.max(1, done);
    const injected = [...this.#injected].sort().map(([fault, count]) => `${fault} ${count}`);
    return `${done} of ${this.#runs} runs, ${seconds.toFixed(2)} s each, ${published} published; ${injected.join(', ')}`;
  }
}

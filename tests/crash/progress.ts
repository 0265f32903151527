import type { RunResult } from './run.ts';
import { sum } from './verdict.ts';

/** One line on stderr that says how far it is, and what was injected so far. */
export class Progress {
  readonly results: RunResult[] = [];
  readonly #runs: number;
  readonly #startedAt = performance.now();
  readonly #injected = new Map<string, number>();

  constructor(runs: number) {
    this.#runs = runs;
  }

  add(result: RunResult): void {
    this.results.push(result);
    for (const { fault } of result.strikes) this.#injected.set(fault, (this.#injected.get(fault) ?? 0) + 1);
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${this.#line()}`);
    else if (this.results.length % 10 === 0) process.stderr.write(`${this.#line()}\n`);
  }

  say(text: string): void {
    process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${text}` : text);
  }

  end(): void {
    this.say(`${this.#line()}\n`);
  }

  #line(): string {
    const { published } = sum(this.results.map(({ counts }) => counts));
    const seconds = (performance.now() - this.#startedAt) / 1000 / this.results.length;
    const injected = [...this.#injected].sort().map(([fault, count]) => `${fault} ${count}`);
    return `${this.results.length} of ${this.#runs} runs, ${seconds.toFixed(2)} s each, ${published} published; ${injected.join(', ')}`;
  }
}

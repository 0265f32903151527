import type { FuzzRequest } from './request.ts';

interface Finding {
  what: string;
  where: string;
  detail: string;
}

/** Faults that look alike are told once, with how often they came. */
const MOST_SHOWN = 30;
/** So many requests reach most operations. */
const MANY = 1_000;

/** What went wrong in a run, and how far it is. */
export class Findings {
  readonly #count: number;
  readonly #kinds = new Map<string, { times: number; first: Finding }>();
  readonly #statuses = new Map<number, number>();
  readonly #accepted = new Set<string>();
  readonly #operations = new Set<string>();
  readonly #startedAt = performance.now();

  constructor(count: number) {
    this.#count = count;
  }

  add(finding: Finding): void {
    // Ids and figures differ between two of a kind.
    const key = `${finding.where} ${finding.what.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|\d+|"[^"]*"/g, '…').slice(0, 120)}`;
    const known = this.#kinds.get(key);
    if (known !== undefined) known.times += 1;
    else this.#kinds.set(key, { times: 1, first: finding });
  }

  addRequest(what: string, { operation, method, path, headers, body }: FuzzRequest): void {
    const { authorization: _, ...shown } = headers;
    const text = body === undefined ? '' : body.toString('utf8').slice(0, 2_000);
    const detail = `${method} ${path.slice(0, 500)} ${JSON.stringify(shown).slice(0, 500)}\n      ${text}`;
    this.add({ what, where: operation.operationId, detail });
  }

  count({ operation: { operationId } }: FuzzRequest, status: number): void {
    this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1);
    this.#operations.add(operationId);
    if (status < 300) this.#accepted.add(operationId);
  }

  /** A run whose requests are all refused finds nothing, whatever is wrong. A short one proves nothing of this kind. */
  expectReach(operations: number): void {
    if (this.#count < MANY || this.#accepted.size * 2 >= operations) return;
    const what = `only ${this.#accepted.size} of ${operations} operations took a request`;
    this.add({ what, where: 'the run', detail: JSON.stringify(Object.fromEntries(this.#statuses)) });
  }

  progress(done: number): void {
    const seconds = (performance.now() - this.#startedAt) / 1000;
    process.stderr.write(
      `${done} of ${this.#count} requests, ${seconds.toFixed(0)} s, ${this.#kinds.size} kinds of fault\n`,
    );
  }

  get isClean(): boolean {
    return this.#kinds.size === 0;
  }

  /** @returns whether nothing went wrong */
  report(seed: string): boolean {
    for (const { times, first } of [...this.#kinds.values()].slice(0, MOST_SHOWN)) {
      process.stderr.write(`\n${times} × ${first.where}: ${first.what}\n      ${first.detail}\n`);
    }
    const statuses = [...this.#statuses]
      .sort(([one], [other]) => one - other)
      .map(([status, times]) => `${status}: ${times}`);
    const summary = {
      seed,
      requests: this.#count,
      faults: [...this.#kinds.values()].reduce((sum, { times }) => sum + times, 0),
      kinds: this.#kinds.size,
      operations: this.#operations.size,
      accepted: this.#accepted.size,
      statuses: statuses.join(', '),
    };
    process.stdout.write(`${JSON.stringify(summary)}\n`);
    return this.isClean;
  }
}

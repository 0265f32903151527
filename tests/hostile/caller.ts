import type { Json } from '../support/herald.ts';
import type { AttackReport } from './attack.ts';

const MAX_FAULTS = 100;

/** One attacker's way into the API, which keeps count of the answers. */
export class Caller {
  readonly #name: string;
  readonly #url: string;
  readonly #apiKey: string;
  readonly #report: AttackReport;
  readonly #stop: AbortSignal;

  constructor(name: string, url: string, apiKey: string, report: AttackReport, stop: AbortSignal) {
    this.#name = name;
    this.#url = url;
    this.#apiKey = apiKey;
    this.#report = report;
    this.#stop = stop;
    report.answers[name] = {};
    report.slowest[name] = 0;
  }

  /** @returns the status, 0 where none came, and what the body says */
  async call(method: string, path: string, body?: unknown): Promise<{ status: number; body: Json }> {
    const start = performance.now();
    try {
      const response = await fetch(`${this.#url}/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${this.#apiKey}`, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: this.#stop,
      });
      const text = await response.text();
      const { status } = response;
      this.#count(status === 429 ? '429' : `${Math.floor(status / 100)}xx`);
      if (status >= 500 && !(status === 503 && response.headers.has('retry-after'))) {
        this.#fault(`${method} ${path} ${status} ${text.slice(0, 200)}`);
      }
      return { status, body: asJson(text) };
    } catch (error) {
      if (!this.#stop.aborted) {
        this.#count('none');
        this.#fault(`${method} ${path} ${String(error)}`);
      }
      return { status: 0, body: undefined };
    } finally {
      const slowest = this.#report.slowest;
      if (!this.#stop.aborted) slowest[this.#name] = Math.max(slowest[this.#name]!, performance.now() - start);
    }
  }

  #count(group: string): void {
    const counts = this.#report.answers[this.#name]!;
    counts[group] = (counts[group] ?? 0) + 1;
  }

  #fault(text: string): void {
    if (this.#report.faults.length < MAX_FAULTS) this.#report.faults.push(`${this.#name}: ${text}`);
  }
}

function asJson(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { seconds, table } from '../bench/statistics.ts';

interface Invocation {
  functionName: string;
  payload: string;
  milliseconds: number;
  waited: number;
}

/** One invocation that worked on a post, in milliseconds of the clock. */
interface Stage {
  functionName: string;
  /** What it was called for: `wake`, or the kind of its message. */
  what: string;
  /** When its message could be received first; of a wake-up, when Scheduler called. */
  asked: number;
  started: number;
  ended: number;
}

interface Held {
  tenantId: string;
  kind: string;
  distributionId: string | undefined;
  started: number;
  ended: number;
}

const INVOCATIONS = 'herald:invocation';
const SHOWN = 6;
/** A message lands so long before the moment of its post. */
const LANDING_MS = 1_000;

/** Where the time of late posts went: which invocations worked on them, when, and who had the environments meanwhile. */
export class Stages {
  readonly #names: Map<string, string>;
  readonly #ofPost = new Map<string, Stage[]>();
  readonly #held: Held[] = [];
  readonly #delay = monitorEventLoopDelay({ resolution: 10 });
  readonly #listener = (message: unknown) => this.#note(message as Invocation);

  /** @param names of the tenants by their ids; they may come later */
  constructor(names: Map<string, string>) {
    this.#names = names;
    subscribe(INVOCATIONS, this.#listener);
    this.#delay.enable();
  }

  close(): void {
    unsubscribe(INVOCATIONS, this.#listener);
    this.#delay.disable();
  }

  #note({ functionName, payload, milliseconds, waited }: Invocation): void {
    if (functionName !== 'Publish' && functionName !== 'Wake') return;
    const ended = Date.now();
    const started = ended - milliseconds;
    const event = JSON.parse(payload);
    if (functionName === 'Wake') {
      this.#add(event.distributionId, { functionName, what: 'wake', asked: started - waited, started, ended });
      return;
    }
    for (const { body, attributes } of event.Records) {
      const { kind, tenantId, distributionId } = JSON.parse(body);
      this.#held.push({ tenantId, kind, distributionId, started, ended });
      if (distributionId === undefined) continue;
      const asked = Number(attributes.ApproximateFirstReceiveTimestamp);
      this.#add(distributionId, { functionName, what: kind, asked, started, ended });
    }
  }

  #add(distributionId: string, stage: Stage): void {
    this.#ofPost.set(distributionId, [...(this.#ofPost.get(distributionId) ?? []), stage]);
  }

  /** @param posts with how late each was, in milliseconds */
  report(posts: { id: string; due: number; late: number }[]): string {
    const latest = posts.toSorted((one, other) => other.late - one.late).slice(0, SHOWN);
    const rows = latest.flatMap(({ id, due, late }) => {
      const called = due + late;
      const ours = (this.#ofPost.get(id) ?? []).filter(({ started }) => started < called + 100);
      return ours.map(({ what, asked, started, ended }, index) => [
        index === 0 ? seconds(late) : '',
        what,
        seconds(asked - due),
        seconds(started - due),
        seconds(ended - due),
        this.#holders(asked),
        this.#begunBetween(due - LANDING_MS, started, id),
      ]);
    });
    const { mean, max } = this.#delay;
    const byWork = Map.groupBy(this.#held, ({ tenantId, kind }) => `${this.#nameOf(tenantId)}, ${kind}`);
    const work = [...byWork].sort().map(([name, of]) => {
      const took = of.map(({ started, ended }) => ended - started);
      const all = took.reduce((sum, each) => sum + each, 0);
      return [name, of.length, seconds(all / of.length), seconds(Math.max(...took)), seconds(all)];
    });
    return [
      table('What Publish worked on', ['tenant, kind', 'messages', 'mean s', 'max s', 'all s'], work),
      table(
        'The latest posts: s from their due moment',
        ['late s', 'for', 'received', 'started', 'ended', 'Publish held by', 'begun since it could be'],
        rows,
      ),
      `event loop delay: mean ${Math.round(mean / 1e6)} ms, p99 ${Math.round(this.#delay.percentile(99) / 1e6)} ms, max ${Math.round(max / 1e6)} ms`,
      '',
    ].join('\n');
  }

  /** By tenant, how many publish invocations ran at that moment. */
  #holders(at: number): string {
    return this.#byTenant(this.#held.filter(({ started, ended }) => started <= at && ended > at));
  }

  /** By tenant, what was begun while the post's message was there and could have been. */
  #begunBetween(visible: number, started: number, distributionId: string): string {
    const begun = this.#held.filter((one) => one.started >= visible && one.started < started);
    return this.#byTenant(begun.filter((one) => one.distributionId !== distributionId));
  }

  #byTenant(held: Held[]): string {
    const counts = Map.groupBy(held, ({ tenantId }) => this.#nameOf(tenantId));
    return [...counts]
      .sort()
      .map(([name, of]) => `${name} ${of.length}`)
      .join(', ');
  }

  #nameOf = (tenantId: string) => this.#names.get(tenantId) ?? tenantId;
}

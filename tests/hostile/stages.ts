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
  started: number;
  ended: number;
}

const INVOCATIONS = 'herald:invocation';
const SHOWN = 6;

/** Where the time of late posts went: which invocations worked on them, when, and who had the environments meanwhile. */
export class Stages {
  readonly #ofPost = new Map<string, Stage[]>();
  readonly #held: Held[] = [];
  readonly #delay = monitorEventLoopDelay({ resolution: 10 });
  readonly #listener = (message: unknown) => this.#note(message as Invocation);

  constructor() {
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
      this.#held.push({ tenantId, kind, started, ended });
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
      ]);
    });
    const { mean, max } = this.#delay;
    const byWork = Map.groupBy(this.#held, ({ tenantId, kind }) => `${tenantId.slice(-4)} ${kind}`);
    const work = [...byWork].sort().map(([name, of]) => {
      const took = of.map(({ started, ended }) => ended - started);
      const all = took.reduce((sum, each) => sum + each, 0);
      return [name, of.length, seconds(all / of.length), seconds(Math.max(...took)), seconds(all)];
    });
    return [
      table('What Publish worked on', ['tenant, kind', 'messages', 'mean s', 'max s', 'all s'], work),
      table(
        'The latest posts: s from their due moment',
        ['late s', 'for', 'received', 'started', 'ended', 'Publish held by'],
        rows,
      ),
      `event loop delay: mean ${Math.round(mean / 1e6)} ms, p99 ${Math.round(this.#delay.percentile(99) / 1e6)} ms, max ${Math.round(max / 1e6)} ms`,
      '',
    ].join('\n');
  }

  /** By tenant, how many publish invocations ran at that moment. */
  #holders(at: number): string {
    const counts = new Map<string, number>();
    for (const { tenantId, started, ended } of this.#held) {
      if (started <= at && ended > at) counts.set(tenantId, (counts.get(tenantId) ?? 0) + 1);
    }
    return [...counts].map(([tenantId, count]) => `${tenantId.slice(-4)}:${count}`).join(' ');
  }
}

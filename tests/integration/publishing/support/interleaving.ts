import { setImmediate as turn } from 'node:timers/promises';
import { vi } from 'vitest';
import { type Actor, currentActor, Died, newActor, runAs } from './actors.ts';
import { type Choice, faultOf, plainStep, type StepFault, type StepKind } from './faults.ts';

/** As long as a function lives; the publisher's timeout. */
const LIFE_MS = 60_000;
const MOST_LOOKS = 3;
const START = Date.parse('2026-03-04T10:20:00.000Z');

/** Something that could happen next: a worker's next call, or the start of another worker. */
export interface Step {
  label: string;
  kind: StepKind;
  /** In true time, milliseconds; what lies ahead moves the time there. */
  at: number;
  take(fault: StepFault, seconds: number): void;
}

interface Waiting extends Step {
  actor: Actor;
  /** True time at which this call gives up; no time passes beyond it meanwhile. */
  giveUpAt?: number;
}

/**
 * Workers that run in this process and stop at each call of another service. The test chooses which of them goes on, so
 * every order of their calls can be tried, and the same choices give the same run. Time is a number that steps move: the
 * true one, by which queues, schedules and timeouts go, and the one on the functions' clocks.
 */
export class Interleaving {
  /** True time since the start, in milliseconds. */
  now = 0;
  #ahead = 0;
  #busy = 0;
  readonly actors: Actor[] = [];
  readonly #waiting: Waiting[] = [];
  readonly #arrivals: () => Step[];
  /** What happened, for the report of a failure. */
  readonly log: string[] = [];
  hasJumped = false;

  /** `arrivals`: who could start next, in due order. */
  constructor(arrivals: () => Step[]) {
    this.#arrivals = arrivals;
    this.#tell();
  }

  /** The functions' clock, milliseconds since the epoch. */
  get clock(): number {
    return START + this.now + this.#ahead;
  }

  /** The true time of a moment on the functions' clock. */
  trueTime(moment: number): number {
    return moment - START - this.#ahead;
  }

  /** The true time of a moment as the cloud's own services know it. */
  cloudTime(moment: number): number {
    return moment - START;
  }

  /** `ended` is told how it went. */
  start(name: string, work: () => Promise<unknown>, ended: (actor: Actor) => void = () => {}): void {
    const actor = newActor(`${name} (${this.actors.length + 1})`, this.now);
    this.actors.push(actor);
    void runAs(actor, work).then(() => ended(actor));
  }

  /** A worker's call of another service; `call` is made once the test has chosen it. */
  async call<Result>(
    kind: StepKind,
    label: string,
    call: (fault: StepFault) => Promise<Result>,
    options: { giveUpAt?: number; late?: () => never; at?: () => number } = {},
  ): Promise<Result> {
    const actor = currentActor();
    if (actor === undefined) return call('none');
    if (actor.state === 'died') throw new Died(label);
    const fault = await new Promise<StepFault>((go, die) => {
      const { giveUpAt, at } = options;
      const since = this.now;
      this.#waiting.push({
        actor,
        label: `${actor.name}: ${label}`,
        kind,
        get at() {
          return at?.() ?? since;
        },
        ...(giveUpAt !== undefined && { giveUpAt }),
        take: (fault) => {
          const lives = actor.state === 'runs' && this.now - actor.startedAt <= LIFE_MS;
          if (lives && fault !== 'die') return go(fault);
          actor.state = 'died';
          die(new Died(label));
        },
      });
    });
    this.#busy += 1;
    try {
      if (options.giveUpAt !== undefined && this.now > options.giveUpAt && options.late) options.late();
      return await call(fault);
    } finally {
      this.#busy -= 1;
    }
  }

  /** Ends the worker after a call that took effect. */
  kill(label: string): never {
    const actor = currentActor();
    if (actor !== undefined) actor.state = 'died';
    throw new Died(label);
  }

  /** @returns false where nothing is left to do */
  async step(choice: Choice): Promise<boolean> {
    const next = this.#next(choice);
    if (next === undefined) return false;
    const fault = faultOf(next.kind, choice);
    const said = this.#pass(fault, choice.seconds, next);
    this.now = Math.max(this.now, next.at);
    this.#tell();
    this.log.push(`${new Date(this.clock).toISOString().slice(11, 23)} ${next.label}${said}`);
    const index = this.#waiting.indexOf(next as Waiting);
    if (index >= 0) this.#waiting.splice(index, 1);
    next.take(fault, choice.seconds);
    await this.#settle();
    return true;
  }

  /** Carries everything on as it comes, with nothing going wrong. */
  async drain(most: number): Promise<void> {
    for (let steps = 0; await this.step(plainStep); steps += 1) {
      if (steps > most) throw new Error(`It does not come to rest:\n${this.log.slice(-60).join('\n')}`);
    }
  }

  #next({ pick }: Choice): Step | undefined {
    const all: Step[] = [...this.#waiting, ...this.#arrivals()];
    const ready = all.filter(({ at }) => at <= this.now);
    const fence = Math.min(...this.#waiting.map(({ giveUpAt }) => giveUpAt ?? Number.POSITIVE_INFINITY));
    const ahead = all.filter(({ at }) => at > this.now && at <= fence).sort((one, other) => one.at - other.at)[0];
    const possible = ahead === undefined ? ready : [...ready, ahead];
    return possible[pick % possible.length];
  }

  #pass(fault: StepFault, seconds: number, next: Step): string {
    const inCall = this.#waiting.filter(({ giveUpAt }) => giveUpAt !== undefined && giveUpAt >= this.now);
    if (fault === 'none') return '';
    if (fault === 'pause') {
      // A call that is under way gives up on its own clock: its fate is decided before the time goes on.
      const limit = Math.min(...inCall.filter((one) => one !== next).map(({ giveUpAt }) => giveUpAt!));
      this.now = Math.max(this.now, Math.min(this.now + seconds * 1000, limit));
    }
    if (fault === 'jump') {
      if (inCall.length > 0) return '';
      this.#ahead += seconds * 1000;
      this.hasJumped = true;
    }
    return ` [${fault}${fault === 'pause' || fault === 'jump' || fault === 'again' ? ` ${seconds} s` : ''}]`;
  }

  /** Until all workers stand at their next call. */
  async #settle(): Promise<void> {
    for (let looks = 0; ; looks += 1) {
      do await turn();
      while (this.#busy > 0);
      await turn();
      if (looks === MOST_LOOKS || this.#doAllStand()) return;
      // Who stands nowhere loads a part of its function, or waits for what another worker has asked for.
      await vi.dynamicImportSettled();
    }
  }

  #doAllStand(): boolean {
    const standing = new Set(this.#waiting.map(({ actor }) => actor));
    return this.actors.every((actor) => actor.state !== 'runs' || standing.has(actor));
  }

  #tell(): void {
    vi.setSystemTime(this.clock);
  }
}

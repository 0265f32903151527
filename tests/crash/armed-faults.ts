import type { LocalCloud } from '../../infra/local/cloud/local-cloud.ts';
import {
  type CallFault,
  type Delivery,
  type DeliveryFault,
  ENVIRONMENT_HEADER,
  type FaultPlan,
  type FaultyEnvironment,
  type FunctionCall,
} from '../../infra/local/faults/fault-plan.ts';
import type { DoubleRequest, Fault } from '../doubles/http-double.ts';
import type { PlatformDouble } from '../doubles/platform-double.ts';
import { broken, conflict, throttled } from './aws-faults.ts';
import { type Boundary, type Place, placeOf } from './boundaries.ts';
import {
  awsFault,
  type DeliveryKind,
  deliveryFault,
  type FaultKind,
  type PlatformKind,
  platformFault,
} from './faults.ts';
import type { Random } from './random.ts';

/** Strikes at the boundary of a place with this number, counted over the run. */
export interface Arm {
  place: Place;
  number: number;
  act?: Act;
}

/** What a user may do while a post is on its way. */
export type Act = 'cancel' | 'edit' | 'reschedule';

/** What was injected, and where. */
export interface Strike {
  fault: FaultKind | Act;
  at: string;
  /** Of the post that the call was about, where it can be told. */
  postId?: string;
}

interface ArmedRun {
  arms: Arm[];
  random: Random;
  /** The post that a call is about. */
  postIn(text: string): string | undefined;
  act(act: Act, postId: string | undefined): Promise<void>;
}

/** The faults of the run that is on: counts boundaries and strikes at those that are armed, each once. */
export class ArmedFaults implements FaultPlan {
  readonly strikes: Strike[] = [];
  /** How often each place was passed in this run. */
  readonly #met = new Map<Place, number>();
  cloud: LocalCloud | undefined;
  #run: ArmedRun | undefined;
  /** A throttle that lasts longer than the retries of a client. */
  #burst: { key: string; left: number; fault: CallFault } | undefined;

  arm(run: ArmedRun): void {
    this.strikes.length = 0;
    this.#met.clear();
    this.#run = run;
  }

  disarm(): void {
    this.#run = undefined;
    this.#burst = undefined;
  }

  async onCall(call: FunctionCall): Promise<CallFault | undefined> {
    const { environment, service, operation, moment, body } = call;
    const key = `${environment.constructName} ${service} ${operation}`;
    if (this.#burst?.key === key && moment === 'before') {
      const { fault } = this.#burst;
      this.#burst.left -= 1;
      if (this.#burst.left === 0) this.#burst = undefined;
      return fault;
    }
    const what = `${service} ${operation}`;
    const boundary: Boundary = { functionName: environment.constructName, kind: 'aws', what, moment, text: body };
    const run = await this.#meet(boundary);
    if (run === undefined) return undefined;
    const kind = awsFault(call, run.random);
    this.#note(kind, boundary, run);
    switch (kind) {
      case 'kill':
      case 'drop':
        return { kind };
      case 'serverError':
        return { kind: 'error', error: broken(call) };
      case 'throttle':
      case 'conflict': {
        const fault = { kind: 'error', error: kind === 'throttle' ? throttled(call) : conflict(call) } as const;
        if (run.random.chance(0.3)) this.#burst = { key, left: run.random.between(3, 9), fault };
        return fault;
      }
      case 'clock':
        this.#moveClock(run);
        return undefined;
    }
  }

  onDelivery({ source, functionArn, payload }: Delivery): DeliveryFault | undefined {
    const functionName = this.cloud?.functions.find(({ arn }) => arn === functionArn)?.constructName ?? functionArn;
    const boundary: Boundary = { functionName, kind: 'delivery', what: source, moment: 'before', text: payload };
    const arm = this.#count(boundary);
    const run = this.#run;
    if (arm === undefined || run === undefined) return undefined;
    const kind: DeliveryKind = deliveryFault(source, run.random);
    this.#note(kind, boundary, run);
    if (kind === 'clock') return this.#moveClock(run);
    return kind === 'later' ? { kind, seconds: run.random.between(1, 90) } : { kind };
  }

  /** What becomes of a call of a stand-in. Called once, it stands for the boundaries before and after the effect. */
  async onRequest(server: FaultyServer, request: DoubleRequest): Promise<Fault | undefined> {
    const environment = this.cloud?.environment(String(request.headers[ENVIRONMENT_HEADER]));
    if (environment === undefined) return undefined;
    const what = `${server.name} ${request.method} ${request.url.pathname}`;
    const kind = server.isPublish(request) ? 'visible' : 'platform';
    const text = `${request.url.search} ${request.body.toString()}`;
    for (const moment of ['before', 'after'] as const) {
      const boundary: Boundary = { functionName: environment.constructName, kind, what, moment, text };
      const run = await this.#meet(boundary);
      if (run === undefined) continue;
      const fault = platformFault(moment, run.random);
      this.#note(fault, boundary, run);
      const order = await this.#platformFault(fault, moment, { server, request, environment, run });
      if (order !== undefined) return order;
    }
    return undefined;
  }

  async #platformFault(
    kind: PlatformKind,
    moment: 'before' | 'after',
    { server, request, environment, run }: PlatformStrike,
  ): Promise<Fault | undefined> {
    const { answers } = server;
    switch (kind) {
      case 'kill':
        // The request has left already: whether its effect comes before or after the death, the worker hears of nothing.
        await environment.kill();
        return moment === 'before' ? 'resetBefore' : 'resetAfter';
      case 'reset':
        return moment === 'before' ? 'resetBefore' : 'resetAfter';
      case 'hang':
        setImmediate(() => environment.expireSignals());
        return moment === 'before' ? 'hangBefore' : 'hangAfter';
      case 'rateLimit':
        return answers.rateLimited(Date.now() + run.random.between(5, 900) * 1000);
      case 'serverError':
        return moment === 'before' ? answers.serverError(request) : { after: answers.serverError(request) };
      case 'clock':
        return this.#moveClock(run);
    }
  }

  /** @returns the run where a fault is due here; a user's act has been done by then and is none */
  async #meet(boundary: Boundary): Promise<ArmedRun | undefined> {
    const arm = this.#count(boundary);
    const run = this.#run;
    if (arm === undefined || run === undefined) return undefined;
    if (arm.act === undefined) return run;
    this.#note(arm.act, boundary, run);
    await run.act(arm.act, run.postIn(boundary.text));
    return undefined;
  }

  #count(boundary: Boundary): Arm | undefined {
    if (this.#run === undefined) return undefined;
    const place = placeOf(boundary);
    const number = (this.#met.get(place) ?? 0) + 1;
    this.#met.set(place, number);
    return this.#run.arms.find((arm) => arm.place === place && arm.number === number);
  }

  #note(fault: Strike['fault'], boundary: Boundary, run: ArmedRun): void {
    const number = this.#met.get(placeOf(boundary));
    const { functionName, moment, what } = boundary;
    const at = `${moment} ${what} of ${functionName} (no. ${number} of "${placeOf(boundary)}")`;
    this.strikes.push({ fault, at, postId: run.postIn(boundary.text) });
  }

  /** By seconds or minutes, each as likely. */
  #moveClock({ random }: ArmedRun): undefined {
    this.cloud?.clock.advance(Math.round(1000 * 600 ** random.next()));
  }
}

/** A stand-in, or whatever else functions call, and how it says that it has trouble. */
export interface FaultyServer {
  name: string;
  answers: Pick<PlatformDouble['answers'], 'rateLimited' | 'serverError'>;
  isPublish: PlatformDouble['isPublish'];
}

interface PlatformStrike {
  server: FaultyServer;
  request: DoubleRequest;
  environment: FaultyEnvironment;
  run: ArmedRun;
}

import type { Delivery, DeliveryFault, FaultPlan, FaultyEnvironment, FunctionCall } from './fault-plan.ts';
import type { LocalMetrics } from './local-metrics.ts';
import type { SeededRandom } from './seeded-random.ts';

/** Thrown to the AWS endpoint: it closes the connection, and the caller gets no answer. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}

/** Deliveries that come again by themselves. */
export interface Repetitions {
  /** 0 to 1. */
  share: number;
  random: SeededRandom;
  metrics: LocalMetrics;
}

/** Carries out what a fault plan orders, and repeats some deliveries. Without either everything passes. */
export class FaultInjection {
  readonly #plan: FaultPlan | undefined;
  readonly #environments = new Map<string, FaultyEnvironment>();

  readonly #repetitions: Repetitions | undefined;

  constructor(plan?: FaultPlan, repetitions?: Repetitions) {
    this.#plan = plan;
    this.#repetitions = repetitions;
  }

  get isOn(): boolean {
    return this.#plan !== undefined;
  }

  /** @returns the way back, for when it has ended */
  add(environment: FaultyEnvironment): () => void {
    this.#environments.set(environment.id, environment);
    return () => this.#environments.delete(environment.id);
  }

  environment(id: string | undefined): FaultyEnvironment | undefined {
    return id === undefined ? undefined : this.#environments.get(id);
  }

  /** Ends every timeout that a function waits for in a call that hangs, as `FaultyEnvironment` says. */
  expireSignals(): void {
    for (const environment of this.#environments.values()) environment.expireSignals();
  }

  /**
   * Runs a call between its two boundaries.
   *
   * @throws AwsError that the plan orders; ConnectionLost, also when the caller was killed
   */
  async around<Answer>(
    call: Omit<FunctionCall, 'environment' | 'moment'> & { environmentId: string | undefined },
    work: () => Promise<Answer>,
  ): Promise<Answer> {
    const { environmentId, ...rest } = call;
    const environment = this.environment(environmentId);
    if (this.#plan?.onCall === undefined || environment === undefined) return await work();
    await this.#strike({ ...rest, environment, moment: 'before' });
    try {
      return await work();
    } finally {
      // A call that was refused has an end too.
      await this.#strike({ ...rest, environment, moment: 'after' });
    }
  }

  onDelivery(delivery: Delivery): DeliveryFault | undefined {
    return this.#plan?.onDelivery?.(delivery) ?? this.#repetition(delivery);
  }

  #repetition({ source }: Delivery): DeliveryFault | undefined {
    if (this.#repetitions === undefined) return undefined;
    const { share, random, metrics } = this.#repetitions;
    if (!random.chance(share)) return undefined;
    metrics.count('RepeatedDeliveries');
    return { kind: source === 'queue' && random.chance(0.5) ? 'again' : 'twice' };
  }

  async #strike(call: FunctionCall): Promise<void> {
    const fault = await this.#plan?.onCall?.(call);
    if (fault === undefined) return;
    if (fault.kind === 'error') throw fault.error;
    if (fault.kind === 'kill') await call.environment.kill();
    throw new ConnectionLost();
  }
}

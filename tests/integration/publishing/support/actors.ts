import { AsyncLocalStorage } from 'node:async_hooks';

/** One run of a function, or one request of a user. */
export interface Actor {
  name: string;
  /** In true time, milliseconds. */
  startedAt: number;
  state: 'runs' | 'ended' | 'died' | 'threw';
  error?: unknown;
  /** What it changed: writes, messages, schedules, calls of the platform. */
  effects: string[];
  /** Its log lines. */
  said: string[];
  /** Errors among them. */
  complaints: string[];
  /** What went wrong for it, and not by its own doing. */
  faults: string[];
}

/** Goes through a worker that has died: whatever it tries after this fails in the same way, and has no effect. */
export class Died extends Error {
  override readonly name = 'Died';
}

const current = new AsyncLocalStorage<Actor>();

/** Undefined where the test itself looks or prepares something. */
export const currentActor = () => current.getStore();

export function newActor(name: string, startedAt: number): Actor {
  return { name, startedAt, state: 'runs', effects: [], said: [], complaints: [], faults: [] };
}

export async function runAs(actor: Actor, work: () => Promise<unknown>): Promise<void> {
  try {
    await current.run(actor, work);
    if (actor.state === 'runs') actor.state = 'ended';
  } catch (error) {
    if (actor.state === 'died') return;
    actor.state = 'threw';
    actor.error = error;
  }
}

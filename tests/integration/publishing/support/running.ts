import type { Interleaving } from './interleaving.ts';

/** The interleaving that runs now: mocked modules find it here. */
let running: Interleaving | undefined;

export function setRunning(interleaving: Interleaving | undefined): void {
  running = interleaving;
}

export function theRunning(): Interleaving {
  if (running === undefined) throw new Error('No interleaving runs.');
  return running;
}

/** In place of `shared/kernel/time/clock.ts`: the time goes on by steps, not by itself. */
export async function sleepUntil(moment: number): Promise<void> {
  const interleaving = theRunning();
  if (moment <= interleaving.clock) return;
  const at = () => interleaving.trueTime(moment);
  await interleaving.call('wait', `sleeps until ${new Date(moment).toISOString().slice(11, 23)}`, async () => {}, {
    at,
  });
}

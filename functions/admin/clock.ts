import * as z from 'zod';
import { environment } from '../../shared/kernel/environment.ts';
import { MINUTE_MS } from '../../shared/kernel/time/durations.ts';
import { print, stop } from './terminal.ts';

const healthSchema = z.object({ time: z.iso.datetime() });
const PATIENCE_MS = 10_000;
/** Whether a post is late is a matter of minutes. */
const MAX_DIFFERENCE_MS = MINUTE_MS;

/** Ends a command that judges by the time where this machine's clock is not that of the deployment. */
export async function requireClock(): Promise<void> {
  const difference = await clockDifference();
  if (difference === undefined) {
    print(
      'Herald does not answer, so that its clock is not known: what is late is judged by the clock of this machine.',
    );
    return;
  }
  if (Math.abs(difference) <= MAX_DIFFERENCE_MS) return;
  const way = difference > 0 ? 'ahead of' : 'behind';
  stop(
    `The clock of this machine is ${Math.round(Math.abs(difference) / 1000)} s ${way} the clock of Herald, and this command judges by it what is late: set it right and run the command again.`,
  );
}

/** This machine's clock against the deployment's, in milliseconds; undefined where that does not answer. */
async function clockDifference(): Promise<number | undefined> {
  const asked = Date.now();
  try {
    const answer = await fetch(`${environment('API_URL')}/api/v1/health`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    const { time } = healthSchema.parse(await answer.json());
    return (asked + Date.now()) / 2 - Date.parse(time);
  } catch {
    return undefined;
  }
}

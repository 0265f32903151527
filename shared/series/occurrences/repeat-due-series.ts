import pMap from 'p-map';
import type { Actor } from '../../kernel/events/event.ts';
import { logger } from '../../kernel/logger.ts';
import { GuardFailed } from '../../kernel/table/transact.ts';
import { seriesGuards } from '../guards.ts';
import type { Series } from '../model/series.ts';
import { readDueSeries } from '../series-items.ts';
import { advanceSeries } from './advance-series.ts';

/** Of the function's 60 seconds. */
const MAX_RUN_MS = 40_000;
const CONCURRENCY = 10;

/**
 * Makes the next post of every series that is due, the earliest first. It reads no others.
 *
 * @returns how many it looked at; the next tick reads again what this one had no time for
 */
export async function repeatDueSeries(actor: Actor): Promise<number> {
  const seen = await pMap(dueInTime(Date.now()), (series) => advanceSafely(series, actor), {
    concurrency: CONCURRENCY,
  });
  return seen.length;
}

async function* dueInTime(now: number): AsyncGenerator<Series> {
  for await (const series of readDueSeries(now)) {
    if (Date.now() - now > MAX_RUN_MS) return;
    yield series;
  }
}

async function advanceSafely(series: Series, actor: Actor): Promise<void> {
  try {
    await advanceSeries(series, { ...actor, correlationId: series.correlationId });
  } catch (error) {
    if (error instanceof GuardFailed && error.guard === seriesGuards.series) return;
    logger.error('A series could not go on; the next tick tries again', { id: series.id, error: error as Error });
  }
}

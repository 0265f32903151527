import type { Platform } from '../domain/platform.ts';
import { readDistributions } from '../store/distribution-items.ts';
import { lists } from '../store/keys.ts';
import { queryList } from '../store/read.ts';
import type { Warning } from './plan-time.ts';

const waiting = new Set(['scheduled', 'preparing', 'publishing', 'published', 'unknown']);
const DAY_MS = 86_400_000;

/**
 * What an explicit time would do to the platform's limits. It is a warning, not a refusal: at the due moment the ledger
 * decides, and puts the post off where it must. Reads only the day around the time, and only where there are limits.
 */
export async function limitWarnings(platform: Platform, scheduledFor: string, selfId: string): Promise<Warning[]> {
  const { postsPerHour, postsPerDay, minIntervalMinutes } = platform;
  if (postsPerHour === undefined && postsPerDay === undefined && minIntervalMinutes === undefined) return [];
  const at = Date.parse(scheduledFor);
  const times = await plannedTimes(platform, at - DAY_MS, at + DAY_MS, selfId);
  const sameHour = times.filter((time) => Math.floor(time / 3_600_000) === Math.floor(at / 3_600_000)).length;
  const sameDay = times.filter((time) => Math.floor(time / DAY_MS) === Math.floor(at / DAY_MS)).length;
  const warnings: Warning[] = [];
  if (postsPerHour !== undefined && sameHour >= postsPerHour) {
    warnings.push(over('posts_per_hour', `${sameHour} posts of this hour and a limit of ${postsPerHour} an hour`));
  }
  if (postsPerDay !== undefined && sameDay >= postsPerDay) {
    warnings.push(over('posts_per_day', `${sameDay} posts of this day (UTC) and a limit of ${postsPerDay} a day`));
  }
  const nearest = Math.min(...times.map((time) => Math.abs(time - at)));
  if (minIntervalMinutes !== undefined && nearest < minIntervalMinutes * 60_000) {
    const minutes = Math.round(nearest / 60_000);
    warnings.push(
      over('min_interval', `a post ${minutes} min away and a minimum interval of ${minIntervalMinutes} min`),
    );
  }
  return warnings;
}

async function plannedTimes(platform: Platform, from: number, to: number, selfId: string): Promise<number[]> {
  const { index, pk } = lists.distributionsByPlatform;
  const times: number[] = [];
  let after: Awaited<ReturnType<typeof queryList>>['next'];
  do {
    const page = await queryList({
      index,
      pk: pk(platform.tenantId, platform.id),
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      limit: 100,
      after,
    });
    const ids = page.entries.map((entry) => entry.position.slice(25));
    const states = await readDistributions(platform.tenantId, ids);
    for (const state of states) {
      if (state.id !== selfId && state.scheduledFor && waiting.has(state.status)) {
        times.push(Date.parse(state.scheduledFor));
      }
    }
    after = page.next;
  } while (after !== undefined);
  return times;
}

function over(code: string, what: string): Warning {
  return { code, message: `The platform has ${what}: the post may go out later.` };
}

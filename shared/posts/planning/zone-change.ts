import * as z from 'zod';
import { resolveScheduledTime } from '../../kernel/time/instant.ts';
import { wallClocks } from '../../kernel/time/wall-clock.ts';
import type { Distribution } from '../model/distribution.ts';

/** A post whose zone has changed its rules since it was planned: its local time is another moment today. */
export const zoneChangeSchema = z.object({
  timezone: z.string(),
  /** The local time that the post was planned for. */
  localTime: z.string(),
  /** The moment of that local time by the rules of today. The post keeps the one that it has. */
  instant: z.iso.datetime(),
  /** From the post's moment to that one; negative where that is earlier. */
  shiftMinutes: z.number(),
  message: z.string(),
  remedy: z.string(),
});
export type ZoneChange = z.infer<typeof zoneChangeSchema>;

type Planned = Pick<Distribution, 'status' | 'scheduledFor' | 'timezone' | 'localTime'>;

const toGoOut = new Set<Distribution['status']>(['publish_requested', 'scheduled', 'preparing']);

/** The rules of a zone are the same for as long as the process runs. */
const clockOf = wallClocks();

/**
 * Whether the rules of a post's zone give its local time another moment than the one that was stored. Only of a post that is
 * still to go out. A local time that comes twice on its day is right at both moments, one that is skipped at the next.
 */
export function zoneChange({ status, scheduledFor, timezone, localTime }: Planned): ZoneChange | undefined {
  if (scheduledFor === undefined || timezone === undefined || localTime === undefined) return undefined;
  if (!toGoOut.has(status)) return undefined;
  const planned = Date.parse(scheduledFor);
  // The database may have lost a zone, too: then there are no rules to compare with.
  const byRules = resolveRules(localTime, timezone, planned);
  if (byRules === undefined || byRules === planned) return undefined;
  const instant = new Date(byRules).toISOString();
  const shiftMinutes = (byRules - planned) / 60_000;
  const far = `${Math.abs(shiftMinutes)} min ${shiftMinutes > 0 ? 'later' : 'earlier'}`;
  const message = `The rules of ${timezone} have changed: ${localTime} there is ${instant} now, ${far} than ${scheduledFor}, which the post keeps.`;
  const remedy = `Give it its local time again with {"scheduledFor": "${localTime}"}, or keep the moment with {"scheduledFor": "${scheduledFor}"}.`;
  return { timezone, localTime, instant, shiftMinutes, message, remedy };
}

function resolveRules(localTime: string, timezone: string, planned: number): number | undefined {
  try {
    if (clockOf(timezone).wallOf(planned) === Date.parse(`${localTime}Z`)) return planned;
  } catch {
    return undefined;
  }
  const resolved = resolveScheduledTime(localTime, timezone);
  return 'problem' in resolved ? undefined : Date.parse(resolved.instant);
}

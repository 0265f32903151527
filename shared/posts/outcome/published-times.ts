import type { Distribution } from '../model/distribution.ts';

/**
 * When a post went out, and what lies between that and the time that the user asked for: the delay of the plan that
 * went out (`lateByMs`), and what a limit or a retry had put off before (`deferredByMs`).
 *
 * @param calledAt the visible call in milliseconds
 * @returns `publishedAt` is the platform's own time where it gives one
 */
export function publishedTimes(
  { scheduledFor, dueAt }: Pick<Distribution, 'scheduledFor' | 'dueAt'>,
  { publishedAt }: { publishedAt?: string },
  calledAt: number,
): { publishedAt: string; lateByMs: number; deferredByMs: number } {
  const said = Date.parse(publishedAt ?? '');
  const due = dueAt === undefined ? calledAt : Date.parse(dueAt);
  const asked = scheduledFor === undefined ? due : Date.parse(scheduledFor);
  return {
    publishedAt: new Date(Number.isFinite(said) ? said : calledAt).toISOString(),
    lateByMs: calledAt - due,
    deferredByMs: Math.max(0, due - asked),
  };
}

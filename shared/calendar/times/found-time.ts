import type { OnConflict } from './resolve-conflict.ts';

/** Whether a time is asked for that has yet to be found: the next free slot or the best hour. */
export const isFoundTime = (scheduledFor: string | undefined) =>
  scheduledFor === 'next_slot' || scheduledFor === 'optimal';

/** Whether the time of a post may be another one than it names: it depends on what was planned before it. */
export const mayMove = ({
  scheduledFor,
  onConflict,
}: {
  scheduledFor?: string | undefined;
  onConflict?: OnConflict | undefined;
}) => isFoundTime(scheduledFor) || (scheduledFor !== undefined && onConflict === 'next_free');

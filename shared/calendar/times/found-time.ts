/** Whether a time is asked for that has yet to be found: the next free slot or the best hour. */
export const isFoundTime = (scheduledFor: string | undefined) =>
  scheduledFor === 'next_slot' || scheduledFor === 'optimal';

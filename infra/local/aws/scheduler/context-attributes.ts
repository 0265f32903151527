export interface InvocationContext {
  scheduleArn: string;
  /** Milliseconds since the epoch. */
  scheduledAt: number;
  executionId: string;
  /** 1 for the first attempt. */
  attemptNumber: number;
}

/** Replaces `<aws.scheduler.scheduled-time>` and its like in a schedule's input. */
export function replaceContextAttributes(input: string, context: InvocationContext): string {
  return input
    .replaceAll('<aws.scheduler.schedule-arn>', context.scheduleArn)
    .replaceAll('<aws.scheduler.scheduled-time>', toSeconds(context.scheduledAt))
    .replaceAll('<aws.scheduler.execution-id>', context.executionId)
    .replaceAll('<aws.scheduler.attempt-number>', String(context.attemptNumber));
}

/** ISO 8601 without fractions, as AWS writes moments in events. */
export const toSeconds = (moment: number) => `${new Date(moment).toISOString().slice(0, 19)}Z`;

import { planMetrics } from '../../shared/learning/plan-metrics.ts';

/** Every hour: sends messages for the figures of all posts of the last seven days. */
export async function handler(): Promise<{ messages: number }> {
  return { messages: await planMetrics() };
}

import * as z from 'zod';
import type { PlatformContext } from '../contract/adapter.ts';
import { metrics, type PlatformMetrics } from '../contract/metrics.ts';
import { countOf, idField } from '../http/answer-fields.ts';
import { readAnswer } from '../http/read-answer.ts';
import { call } from './lib/client.ts';
import { SANDBOX } from './lib/post.ts';

const count = z.unknown().transform(countOf);
const counts = z.object({
  id: idField,
  impressions: count,
  reach: count,
  engagements: count,
  clicks: count,
  shares: count,
  comments: count,
  likes: count,
  saves: count,
});

export async function getMetrics(
  context: PlatformContext,
  externalIds: string[],
): Promise<Map<string, PlatformMetrics>> {
  const body = await call(context, `metrics?ids=${encodeURIComponent(externalIds.join(','))}`);
  const { items } = readAnswer(z.object({ items: z.array(counts) }), body, SANDBOX);
  return new Map(items.map(({ id, ...known }) => [id, metrics(known)]));
}

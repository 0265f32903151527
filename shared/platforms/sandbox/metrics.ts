import * as z from 'zod';
import type { PlatformContext } from '../contract/adapter.ts';
import { metrics, type PlatformMetrics } from '../contract/metrics.ts';
import { countField, idField } from '../http/answer-fields.ts';
import { readAnswer } from '../http/read-answer.ts';
import { call } from './lib/client.ts';
import { SANDBOX } from './lib/post.ts';

const counts = z.object({
  id: idField,
  impressions: countField,
  reach: countField,
  engagements: countField,
  clicks: countField,
  shares: countField,
  comments: countField,
  likes: countField,
  saves: countField,
});

export async function getMetrics(
  context: PlatformContext,
  externalIds: string[],
): Promise<Map<string, PlatformMetrics>> {
  const body = await call(context, `metrics?ids=${encodeURIComponent(externalIds.join(','))}`);
  const { items } = readAnswer(z.object({ items: z.array(counts) }), body, SANDBOX);
  return new Map(items.map(({ id, ...known }) => [id, metrics(known)]));
}

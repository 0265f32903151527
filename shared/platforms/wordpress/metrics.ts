import * as z from 'zod';
import type { PlatformContext } from '../contract/adapter.ts';
import { metrics, type PlatformMetrics } from '../contract/metrics.ts';
import { countOfHeader, numberIdField } from '../http/answer-fields.ts';
import { readAnswer } from '../http/read-answer.ts';
import { call, SITE } from './lib/client.ts';
import { findRoot } from './lib/find-root.ts';

const ids = z.array(z.object({ id: numberIdField }));

/** WordPress itself counts comments and nothing else. */
export async function getMetrics(
  context: PlatformContext,
  externalIds: string[],
): Promise<Map<string, PlatformMetrics>> {
  const root = await findRoot(context);
  const query = { include: externalIds.join(','), per_page: '100', _fields: 'id' };
  const { body } = await call(context, root, 'wp/v2/posts', { query });
  const known = new Set(readAnswer(ids, body, SITE).map(({ id }) => String(id)));
  const found = new Map<string, PlatformMetrics>();
  for (const id of externalIds.filter((one) => known.has(one))) {
    found.set(id, metrics({ comments: await countComments(context, root, id) }));
  }
  return found;
}

async function countComments(context: PlatformContext, root: string, post: string): Promise<number | null> {
  const { headers } = await call(context, root, 'wp/v2/comments', { query: { post, per_page: '1', _fields: 'id' } });
  return countOfHeader(headers.get('x-wp-total'));
}

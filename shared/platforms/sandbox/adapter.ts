import * as z from 'zod';
import { type DistributionContent, validationResult } from '../../domain/content.ts';
import { metrics } from '../../domain/metrics.ts';
import type { PlatformAdapter, PublishContext, PublishResult } from '../adapter.ts';
import { checkContent } from '../content-checks.ts';
import { isGone } from '../is-gone.ts';
import { readAnswer } from '../read-answer.ts';
import { specificOf } from '../specific.ts';
import { visibleCallSignal } from '../timeouts.ts';
import { call } from './client.ts';
import { rules } from './rules.ts';
import { platformSpecific, schemas } from './schemas.ts';

const SANDBOX = { platform: 'The sandbox' };
const post = z.object({ id: z.string(), url: z.string(), createdAt: z.string() });
const account = z.object({ accountId: z.string(), accountName: z.string(), followersCount: z.number() });
const count = z
  .number()
  .nullish()
  .transform((value) => value ?? null);
const counts = z.object({
  id: z.string(),
  impressions: count,
  reach: count,
  engagements: count,
  clicks: count,
  shares: count,
  comments: count,
  likes: count,
  saves: count,
});

/**
 * The small social network inside the stack: it shows what publishing does without an account anywhere. Posts carry our
 * reference, and the same reference again answers with the first post.
 */
export const sandbox: PlatformAdapter = {
  rules,
  schemas,
  preview,

  validate: (content) => validationResult(checkContent(content, rules, platformSpecific, content.body)),

  verify: async (context) => readAnswer(account, await call(context, 'me'), SANDBOX),

  async publish(context, content) {
    const json = { ...preview(content), reference: reference(context) };
    const signal = visibleCallSignal(context.signal);
    const body = await call(context, 'posts', { method: 'POST', json, visible: true, signal });
    return toResult(readAnswer(post, body, { ...SANDBOX, visible: true }));
  },

  async find(context) {
    const body = await call(context, `posts?reference=${encodeURIComponent(reference(context))}`);
    const [found] = readAnswer(z.object({ items: z.array(post) }), body, SANDBOX).items;
    return found === undefined ? 'absent' : toResult(found);
  },

  async delete(context, externalId) {
    try {
      await call(context, `posts/${encodeURIComponent(externalId)}`, { method: 'DELETE' });
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  },

  async getMetrics(context, externalIds) {
    const body = await call(context, `metrics?ids=${encodeURIComponent(externalIds.join(','))}`);
    const { items } = readAnswer(z.object({ items: z.array(counts) }), body, SANDBOX);
    return new Map(items.map(({ id, ...known }) => [id, metrics(known)]));
  },
};

function preview(content: DistributionContent): Record<string, unknown> {
  const { behaviour } = specificOf(content, platformSpecific);
  const { body: text, title, mediaUrls, linkUrl } = content;
  return {
    text,
    ...(title !== undefined && { title }),
    ...(mediaUrls !== undefined && { mediaUrls }),
    ...(linkUrl !== undefined && { linkUrl }),
    ...(behaviour !== undefined && { behaviour }),
  };
}

function reference({ publication }: PublishContext): string {
  return `${publication.distributionId}-v${publication.textVersion}`;
}

function toResult({ id, url, createdAt }: z.infer<typeof post>): PublishResult {
  return { externalId: id, externalUrl: url, publishedAt: createdAt };
}

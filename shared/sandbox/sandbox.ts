import * as z from 'zod';
import { MINUTE_MS } from '../kernel/time/durations.ts';
import { sandboxBehaviourSchema } from '../platforms/sandbox/lib/behaviour.ts';

const postFields = {
  text: z.string().min(1).max(5_000),
  title: z.string().max(300).optional(),
  mediaUrls: z.array(z.url()).max(4).optional(),
  altTexts: z.array(z.string().max(1_000)).max(4).optional(),
  linkUrl: z.url().optional(),
};
const reference = z.string().min(1).max(200);

export const newSandboxPostSchema = z.strictObject({
  ...postFields,
  /** The publisher's own mark: the same one never makes a second post. Without it every call makes one. */
  reference: reference.optional(),
  /** The post that this one answers to. */
  replyTo: z.uuid().optional(),
  behaviour: sandboxBehaviourSchema.optional(),
});
export type NewSandboxPost = z.infer<typeof newSandboxPostSchema>;

export const sandboxPostSchema = newSandboxPostSchema.omit({ behaviour: true }).strip().extend({
  id: z.string(),
  tenantId: z.string(),
  createdAt: z.iso.datetime(),
});
export type SandboxPost = z.infer<typeof sandboxPostSchema>;

export const sandboxPostViewSchema = sandboxPostSchema.omit({ tenantId: true }).extend({ url: z.string() });
export type SandboxPostView = z.infer<typeof sandboxPostViewSchema>;

/** What a publisher is told of its post. */
export const sandboxPostRefSchema = sandboxPostViewSchema.pick({ id: true, url: true, createdAt: true });

/** A post that is invisible until it is published, once. Its behaviour applies to publishing, not to creating. */
export const newSandboxContainerSchema = z.strictObject({
  ...postFields,
  /** The publisher's own mark, to find the container by. It does not keep a second one from being made. */
  reference: reference.optional(),
  behaviour: sandboxBehaviourSchema.optional(),
});
export type NewSandboxContainer = z.infer<typeof newSandboxContainerSchema>;

export const sandboxContainerSchema = newSandboxContainerSchema.strip().extend({
  id: z.string(),
  tenantId: z.string(),
  createdAt: z.iso.datetime(),
  status: z.enum(['ready', 'published']),
  postId: z.string().optional(),
  publishedAt: z.iso.datetime().optional(),
});
export type SandboxContainer = z.infer<typeof sandboxContainerSchema>;

export const sandboxContainerViewSchema = sandboxContainerSchema
  .pick({ id: true, status: true })
  .extend({ post: sandboxPostRefSchema.optional() });
export type SandboxContainerView = z.infer<typeof sandboxContainerViewSchema>;

export const sandboxFiguresSchema = z.object({
  id: z.string(),
  impressions: z.number(),
  reach: z.number(),
  engagements: z.number(),
  clicks: z.number(),
  shares: z.number(),
  comments: z.number(),
  likes: z.number(),
  saves: z.number(),
});
export type SandboxFigures = z.infer<typeof sandboxFiguresSchema>;

/**
 * Figures that grow like those of a real post, fast at first and then slowly. They depend only on the post and its age in
 * minutes, so that two reads within a minute see no change.
 */
export function sandboxFigures(id: string, ageMs: number): SandboxFigures {
  const appeal = Number.parseInt(id.slice(-6), 16) / 0xffffff;
  const age = Math.floor(ageMs / MINUTE_MS) / 60;
  const grown = 1 - Math.exp(-age / 12);
  const impressions = Math.floor((200 + 4_800 * appeal) * grown);
  const share = (part: number) => Math.floor(impressions * part * (0.5 + appeal));
  const [likes, comments, shares, saves, clicks] = [share(0.04), share(0.006), share(0.01), share(0.004), share(0.015)];
  return {
    id,
    impressions,
    reach: Math.floor(impressions * 0.8),
    engagements: likes + comments + shares + saves + clicks,
    clicks,
    shares,
    comments,
    likes,
    saves,
  };
}

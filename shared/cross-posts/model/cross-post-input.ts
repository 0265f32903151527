import * as z from 'zod';
import { proposalSchema } from '../../calendar/times/propose-times.ts';
import { newSourceContentSchema } from '../../content/source-content.ts';
import { oneLine } from '../../kernel/one-line.ts';
import { contentProblemSchema } from '../../kernel/problem.ts';
import { newDistributionSchema } from '../../posts/model/distribution-input.ts';
import { distributionListItemSchema } from '../../posts/model/distribution-view.ts';
import { crossPostGroupSchema, groupStatusSchema, MAX_MEMBERS, timingStrategySchema } from './cross-post-group.ts';

const one = newDistributionSchema.shape;
const staggerMinutes = z.number().int().min(1).max(10_080);

/** One platform of a cross-post, with whatever is to be different there: null takes away what the content has. */
const crossPostMemberSchema = newDistributionSchema.omit({ contentId: true, status: true }).partial().extend({
  platformId: one.platformId,
  title: one.title.unwrap().nullable().optional(),
  mediaUrls: one.mediaUrls.unwrap().nullable().optional(),
  linkUrl: one.linkUrl.unwrap().nullable().optional(),
});
export type CrossPostMember = z.infer<typeof crossPostMemberSchema>;

const template = z.string().max(200);

const adaptationSchema = z.strictObject({
  tooLong: z.enum(['truncate', 'thread', 'first_comment']).optional().meta({
    description:
      'What Herald does with a text that is too long for one post. Default: truncate, also where the platform takes no thread or first comment.',
  }),
  link: z.enum(['post', 'first_comment']).optional().meta({
    description:
      'Where the canonical address goes. Default: post, also where the platform takes no comment. A member with its own linkUrl, thread or comment keeps them.',
  }),
  hashtags: z.boolean().optional().meta({
    description: 'Whether keywords, then topics, become hashtags where the platform takes them. Default: true.',
  }),
  terms: z.boolean().optional().meta({
    description: 'Whether topics become categories, and keywords tags, where the platform has them. Default: false.',
  }),
  utm: z
    .strictObject({
      templates: z.strictObject({
        source: template.optional(),
        medium: template.optional(),
        campaign: template.optional(),
        term: template.optional(),
        content: template.optional(),
      }),
      values: z.record(z.string().max(50), template).optional(),
      hosts: z.array(z.hostname().max(253)).min(1).max(50).optional().meta({
        description:
          'Your own hosts: only links to these, and to hosts below them, get the parameters. Default: every link.',
      }),
    })
    .optional()
    .meta({
      description:
        'utm_ parameters on every link of the content, but for links that are signed (X-Amz-Signature, sig). Placeholders: {platform} (its kind), {account}, {contentId}, and what values names; a template with one that has no value is left out. What a member says for itself stays as it is written.',
    }),
});

/** What `POST /cross-posts` takes: a content (stored or right here), and where it goes. */
export const newCrossPostSchema = z.strictObject({
  name: oneLine(200).optional(),
  contentId: z.uuid().optional(),
  content: newSourceContentSchema.optional(),
  platforms: z.array(crossPostMemberSchema).min(1).max(MAX_MEMBERS),
  timingStrategy: timingStrategySchema.default('simultaneous'),
  staggerMinutes: staggerMinutes.optional().meta({
    description: 'Between one platform and the next, in the order in which they are listed. For staggered.',
  }),
  scheduledFor: one.scheduledFor.meta({
    description: 'Of the first, as for a distribution; without it all become drafts, unless they are optimized.',
  }),
  timezone: one.timezone,
  status: one.status,
  adaptation: adaptationSchema.optional().meta({ description: "How each platform's form of the content is made." }),
  allowPartial: z.boolean().optional().meta({
    description:
      'A platform that cannot take the content, has the same text already, or has no room at the time, is left out instead of stopping all.',
  }),
  allowDuplicate: z.boolean().optional(),
});
export type NewCrossPost = z.infer<typeof newCrossPostSchema>;

export const crossPostRescheduleSchema = z.strictObject({
  /** Of the first member that is left; an `optimized` group looks for its best times from then on. */
  scheduledFor: one.scheduledFor.unwrap(),
  timezone: one.timezone,
  staggerMinutes: staggerMinutes.optional(),
  /** For each member, as for a single distribution. */
  onConflict: one.onConflict,
});
export type CrossPostReschedule = z.infer<typeof crossPostRescheduleSchema>;

/** A platform that was left out, or would be refused, with everything that is wrong there. */
export const crossPostProblemSchema = z.object({
  platformId: z.uuid(),
  problems: z.array(contentProblemSchema),
  /** Free times near the asked one, where that is what is wrong. */
  proposals: z.array(proposalSchema).optional(),
});
export type CrossPostProblem = z.infer<typeof crossPostProblemSchema>;

export const crossPostListItemSchema = crossPostGroupSchema
  .omit({ tenantId: true, revision: true, memberIds: true })
  .extend({ status: groupStatusSchema, total: z.number().int() })
  .meta({ id: 'CrossPostListItem' });
export type CrossPostListItem = z.infer<typeof crossPostListItemSchema>;

export const crossPostViewSchema = crossPostListItemSchema
  .extend({ members: z.array(distributionListItemSchema) })
  .meta({ id: 'CrossPost' });
export type CrossPostView = z.infer<typeof crossPostViewSchema>;

import * as z from 'zod';
import { plannedSchema, timeReasonSchema } from '../calendar/times/time-reason.ts';
import { defineEndpoint } from '../kernel/requests/endpoint.ts';
import { pageOf, pageQuery, warningsSchema } from '../kernel/requests/endpoint-parts.ts';
import { exampleDay, exampleIds } from '../kernel/requests/example-values.ts';
import { distributionContentSchema } from '../platforms/contract/content.ts';
import {
  crossPostListItemSchema,
  crossPostProblemSchema,
  crossPostRescheduleSchema,
  crossPostViewSchema,
  newCrossPostSchema,
} from './model/cross-post-input.ts';

const rescheduledSchema = crossPostViewSchema.extend({
  warnings: z.array(
    z.object({ platformId: z.uuid(), code: z.string(), message: z.string(), field: z.string().optional() }),
  ),
  planned: z.array(timeReasonSchema.extend({ platformId: z.uuid() })),
});
const createdSchema = rescheduledSchema.extend({ leftOut: z.array(crossPostProblemSchema) });

const previewSchema = z.object({
  platforms: z.array(
    z.object({
      platformId: z.uuid(),
      platformKind: z.string(),
      valid: z.boolean(),
      problems: crossPostProblemSchema.shape.problems,
      warnings: warningsSchema,
      scheduledFor: z.iso.datetime().nullable(),
      planned: plannedSchema,
      /** `following`: of each post after the first, of a thread or the first comment. */
      length: z
        .object({
          used: z.number().int(),
          max: z.number().int().nullable(),
          unit: z.string(),
          following: z.array(z.number().int()),
        })
        .nullable(),
      content: distributionContentSchema.nullable(),
      wouldPost: z.record(z.string(), z.unknown()).nullable(),
    }),
  ),
});

const changed = { 200: { description: 'The group as it is now.', schema: crossPostViewSchema } };

const PAUSE =
  'What is on its way at this moment still goes out. A member that is approved, reconnected or tried again (by itself or by you) meanwhile waits for the resumption too (warning cross_post_paused); one whose text is edited keeps waiting, and one that is published or given a time by itself does not.';

const changeOf = <const Action extends string>(action: Action, verb: string, description?: string) =>
  defineEndpoint({
    route: `POST /api/v1/cross-posts/{id}/${action}`,
    function: 'cross-posts',
    scope: 'write',
    operationId: `${action}CrossPost`,
    summary: `${verb} all members that are still to go out`,
    ...(description !== undefined && { description }),
    responses: changed,
    problems: ['illegal_move', 'conflict'],
  });

export const crossPostEndpoints = [
  defineEndpoint({
    route: 'POST /api/v1/cross-posts',
    function: 'cross-posts',
    scope: 'write',
    operationId: 'createCrossPost',
    permits: 5,
    summary: 'Send one content to many platforms, all or nothing',
    description:
      "At most 16 platforms, each with whatever is to be different there; null takes away the title, linkUrl or mediaUrls of the content. A platform that cannot take the content stops all, unless allowPartial leaves it out; the answer says which and why. With timingStrategy optimized each goes out at its platform's best time, from scheduledFor on where that is said.",
    body: newCrossPostSchema,
    example: {
      body: {
        name: 'Spring news',
        content: { title: 'Spring news', body: 'The spring edition is **out**.', keywords: ['spring'] },
        platforms: [{ platformId: exampleIds.platforms }],
        timingStrategy: 'staggered',
        staggerMinutes: 30,
        scheduledFor: `${exampleDay('03-03')}T09:00:00Z`,
      },
    },
    responses: {
      201: { headers: ['Location'], description: 'The group and its distributions.', schema: createdSchema },
    },
    problems: ['content_invalid', 'time_invalid', 'duplicate_content', 'slot_taken', 'time_conflict'],
  }),
  defineEndpoint({
    route: 'POST /api/v1/cross-posts/preview',
    function: 'cross-posts',
    scope: 'read',
    operationId: 'previewCrossPost',
    permits: 5,
    summary: 'Exactly what each platform would get, with every problem; stores nothing',
    body: newCrossPostSchema,
    example: { body: { contentId: exampleIds.contents, platforms: [{ platformId: exampleIds.platforms }] } },
    responses: { 200: { description: 'One entry for each platform.', schema: previewSchema } },
    problems: ['time_invalid'],
    whenTooLarge: { field: '/platforms', remedy: 'Preview fewer platforms at a time, or a shorter content.' },
  }),
  defineEndpoint({
    route: 'GET /api/v1/cross-posts',
    function: 'cross-posts',
    scope: 'read',
    operationId: 'listCrossPosts',
    summary: 'List cross-posts, newest first',
    query: z.strictObject(pageQuery),
    responses: { 200: { description: 'A page of groups.', schema: pageOf(crossPostListItemSchema) } },
  }),
  defineEndpoint({
    route: 'GET /api/v1/cross-posts/{id}',
    function: 'cross-posts',
    scope: 'read',
    operationId: 'getCrossPost',
    summary: 'One cross-post with its members',
    responses: { 200: { description: 'The group.', schema: crossPostViewSchema } },
  }),
  changeOf('pause', 'Pause', PAUSE),
  changeOf('resume', 'Resume'),
  changeOf('cancel', 'Cancel'),
  defineEndpoint({
    route: 'POST /api/v1/cross-posts/{id}/reschedule',
    function: 'cross-posts',
    scope: 'write',
    operationId: 'rescheduleCrossPost',
    summary: 'Give all members that are still to go out a new time',
    description:
      'By its timingStrategy, all of them or none. A refusal names under members the problems of each, with free times near the requested one. It ends a pause.',
    body: crossPostRescheduleSchema,
    example: {
      body: { scheduledFor: `${exampleDay('03-04')}T09:00`, timezone: 'Europe/Berlin', onConflict: 'next_free' },
    },
    responses: { 200: { description: 'The group as it is now.', schema: rescheduledSchema } },
    problems: ['illegal_move', 'conflict', 'duplicate_content', 'time_invalid', 'slot_taken', 'time_conflict'],
  }),
] as const;

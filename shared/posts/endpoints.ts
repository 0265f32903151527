import * as z from 'zod';
import { plannedSchema } from '../calendar/times/time-reason.ts';
import { contentProblemSchema } from '../kernel/problem.ts';
import { defineEndpoint } from '../kernel/requests/endpoint.ts';
import { pageOf, pageQuery, warningsSchema } from '../kernel/requests/endpoint-parts.ts';
import { exampleDay, exampleIds } from '../kernel/requests/example-values.ts';
import { distributionStatusSchema } from './model/distribution.ts';
import {
  approvalSchema,
  bulkApprovalSchema,
  distributionPatchSchema,
  newDistributionSchema,
  rejectionSchema,
  resolutionSchema,
} from './model/distribution-input.ts';
import {
  distributionListItemSchema,
  distributionViewSchema,
  metricSummarySchema,
  snapshotSchema,
} from './model/distribution-view.ts';

const withWarnings = distributionViewSchema.extend({ warnings: warningsSchema });
const withPlan = withWarnings.extend({ planned: plannedSchema });

const dryRunSchema = z.object({
  valid: z.boolean(),
  problems: z.array(contentProblemSchema),
  warnings: warningsSchema,
  scheduledFor: z.iso.datetime().nullable(),
  planned: plannedSchema,
  wouldPost: z.record(z.string(), z.unknown()).nullable(),
});

/** A problem inside an answer: the same members as that of a whole request. */
const problemMemberSchema = z
  .object({ status: z.number().int(), code: z.string(), detail: z.string(), remedy: z.string() })
  .loose();

const approvalResultsSchema = z.object({
  items: z.array(
    z.union([
      z.object({ id: z.uuid(), approved: z.literal(true), distribution: withWarnings }),
      z.object({ id: z.uuid(), approved: z.literal(false), problem: problemMemberSchema }),
    ]),
  ),
});

export const distributionEndpoints = [
  defineEndpoint({
    route: 'POST /api/v1/distributions',
    function: 'distributions',
    scope: 'write',
    operationId: 'createDistribution',
    summary: 'Create a draft, or schedule a post',
    description:
      'Without scheduledFor it is a draft. An offset or Z in scheduledFor decides the instant; without one, timezone does. Or it is next_slot (the next free slot of the calendar) or optimal (its best free time within a week): planned says why. A limit that the time would break is a warning, a slot that is taken or locked is refused with the nearest free times (onConflict says otherwise), the same text on the same platform within 24 hours is refused. On a platform with requiresApproval it waits as publish_requested (warning needs_approval).',
    body: newDistributionSchema,
    example: {
      body: {
        platformId: exampleIds.platforms,
        body: 'The spring edition is out.',
        linkUrl: 'https://blog.example/spring',
        scheduledFor: `${exampleDay('03-01')}T09:00`,
        timezone: 'Europe/Berlin',
        onConflict: 'next_free',
      },
    },
    responses: { 201: { headers: ['Location'], description: 'The distribution.', schema: withPlan } },
    problems: ['content_invalid', 'time_invalid', 'duplicate_content', 'slot_taken', 'time_conflict'],
  }),
  defineEndpoint({
    route: 'GET /api/v1/distributions',
    function: 'distributions',
    scope: 'read',
    operationId: 'listDistributions',
    summary: 'List distributions, newest first',
    description: 'A page may hold fewer than limit entries and still have a next one.',
    query: z.strictObject({
      status: distributionStatusSchema.optional(),
      platformId: z.uuid().toLowerCase().optional(),
      contentId: z.uuid().optional(),
      ...pageQuery,
    }),
    example: { query: { status: 'scheduled', limit: 50 } },
    responses: { 200: { description: 'A page of distributions.', schema: pageOf(distributionListItemSchema) } },
  }),
  defineEndpoint({
    route: 'GET /api/v1/distributions/{id}',
    function: 'distributions',
    scope: 'read',
    operationId: 'getDistribution',
    summary: 'One distribution: text, state, attempts and figures',
    responses: { 200: { description: 'The distribution.', schema: distributionViewSchema } },
  }),
  defineEndpoint({
    route: 'PATCH /api/v1/distributions/{id}',
    function: 'distributions',
    scope: 'write',
    operationId: 'editDistribution',
    summary: 'Change the text or the time of what has not gone out',
    description:
      'null takes a value away; scheduledFor: null makes it a draft again. On a platform with requiresApproval, a new text or time of what was approved has to be approved again (warning needs_approval).',
    body: distributionPatchSchema,
    example: { body: { body: 'The spring edition is out today.', linkUrl: null } },
    responses: { 200: { description: 'The changed distribution.', schema: withPlan } },
    problems: [
      'content_invalid',
      'time_invalid',
      'duplicate_content',
      'partly_published',
      'illegal_move',
      'conflict',
      'slot_taken',
      'time_conflict',
    ],
  }),
  defineEndpoint({
    route: 'POST /api/v1/distributions/{id}/publish',
    function: 'distributions',
    scope: 'publish',
    operationId: 'publishDistribution',
    summary: 'Publish now',
    description:
      'Answers at once; read the distribution to see it published. On a platform with requiresApproval it asks for the approval (warning needs_approval), and of what waits for one it is the approval, which needs the scope approve.',
    responses: { 202: { description: 'On its way, or asked for.', schema: withWarnings } },
    problems: ['illegal_move', 'conflict', 'duplicate_content', 'own_request'],
  }),
  defineEndpoint({
    route: 'POST /api/v1/distributions/{id}/approve',
    function: 'distributions',
    scope: 'approve',
    operationId: 'approveDistribution',
    summary: 'Let what waits for an approval go out',
    description:
      'At the time it was asked for; at scheduledFor, where you give one; at once with now, or where it was asked for without a time. A time that has passed is refused (time_passed) unless you say now or a new one. The requester is the user who asked for it or last wrote its text, and cannot approve it unless the platform has allowsOwnApproval.',
    body: approvalSchema,
    example: { body: { scheduledFor: `${exampleDay('03-02')}T09:00:00+01:00` } },
    responses: { 200: { description: 'The scheduled distribution.', schema: withWarnings } },
    problems: [
      'illegal_move',
      'own_request',
      'time_passed',
      'time_invalid',
      'slot_taken',
      'duplicate_content',
      'conflict',
    ],
  }),
  defineEndpoint({
    route: 'POST /api/v1/distributions/{id}/reject',
    function: 'distributions',
    scope: 'approve',
    operationId: 'rejectDistribution',
    summary: 'Send what waits for an approval back to be a draft, with the reason',
    body: rejectionSchema,
    example: { body: { reason: 'The price is an old one.' } },
    responses: { 200: { description: 'The draft, with its rejection.', schema: distributionViewSchema } },
    problems: ['illegal_move', 'conflict'],
  }),
  defineEndpoint({
    route: 'POST /api/v1/distributions/approve',
    function: 'distributions',
    scope: 'approve',
    operationId: 'approveDistributions',
    permits: 10,
    summary: 'Approve up to 50, each by itself',
    description:
      'Each as POST /api/v1/distributions/{id}/approve would, in its own transaction: some may be approved and others not. lateNow lets go at once what was planned for a time that has passed.',
    body: bulkApprovalSchema,
    example: { body: { ids: [exampleIds.distributions], lateNow: true } },
    responses: { 200: { description: 'What became of each, in the order given.', schema: approvalResultsSchema } },
  }),
  defineEndpoint({
    route: 'POST /api/v1/distributions/{id}/cancel',
    function: 'distributions',
    scope: 'write',
    operationId: 'cancelDistribution',
    summary: 'Cancel what has not gone out',
    responses: { 200: { description: 'The cancelled distribution.', schema: distributionViewSchema } },
    problems: ['illegal_move', 'conflict'],
  }),
  defineEndpoint({
    route: 'POST /api/v1/distributions/{id}/retry',
    function: 'distributions',
    scope: 'publish',
    operationId: 'retryDistribution',
    summary: 'Try a failed or missed distribution again, now',
    description: 'On a platform with requiresApproval it asks for the approval (warning needs_approval).',
    responses: { 202: { description: 'On its way, or asked for.', schema: withWarnings } },
    problems: ['illegal_move', 'conflict', 'duplicate_content'],
  }),
  defineEndpoint({
    route: 'POST /api/v1/distributions/{id}/resolve',
    function: 'distributions',
    scope: 'publish',
    operationId: 'resolveDistribution',
    summary: 'Tell whether a post with an unknown outcome is on the platform; an absent one goes out again, now',
    body: resolutionSchema,
    example: { body: { outcome: 'published', externalId: '01HZY3' } },
    responses: { 200: { description: 'Published, or on its way again.', schema: distributionViewSchema } },
    problems: ['illegal_move', 'conflict'],
  }),
  defineEndpoint({
    route: 'POST /api/v1/distributions/{id}/archive',
    function: 'distributions',
    scope: 'write',
    operationId: 'archiveDistribution',
    summary: 'Put what has ended out of sight',
    responses: { 200: { description: 'The archived distribution.', schema: distributionViewSchema } },
    problems: ['illegal_move', 'conflict'],
  }),
  defineEndpoint({
    route: 'GET /api/v1/distributions/{id}/metrics',
    function: 'distributions',
    scope: 'read',
    operationId: 'listDistributionMetrics',
    summary: 'What the platform said of one post over time, newest first',
    query: z.strictObject(pageQuery),
    responses: {
      200: {
        description: 'The summary and a page of snapshots.',
        schema: pageOf(snapshotSchema).extend({ summary: metricSummarySchema.nullable() }),
      },
    },
  }),
  defineEndpoint({
    route: 'POST /api/v1/distributions/validate',
    function: 'distributions',
    scope: 'read',
    operationId: 'validateDistribution',
    summary: 'Dry run: what would be posted, and every problem at once',
    description:
      'Takes what POST /api/v1/distributions takes. It finds nothing where that would succeed, and lists the problems that it would be refused with.',
    body: newDistributionSchema,
    example: {
      body: { platformId: exampleIds.platforms, body: 'Is this too long?', scheduledFor: 'next_slot' },
    },
    responses: { 200: { description: 'Nothing was stored.', schema: dryRunSchema } },
  }),
] as const;

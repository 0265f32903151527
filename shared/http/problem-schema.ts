import * as z from 'zod';
import { proposalSchema } from '../calendar/times/propose-times.ts';
import { crossPostProblemSchema } from '../cross-posts/model/cross-post-input.ts';
import { errorCodes } from '../kernel/error-table.ts';
import { problemCodes } from '../kernel/problem-codes.ts';
import { ERRORS_PATH } from './errors-path.ts';

const figure = z.union([z.number(), z.string()]);
const entryCodes = [...new Set([...Object.keys(problemCodes), ...errorCodes])] as [string, ...string[]];

const problemEntrySchema = z
  .object({
    pointer: z.string().meta({ description: 'Where it is wrong: a JSON pointer into the request.' }),
    code: z.enum(entryCodes).meta({ description: `What is wrong; ${ERRORS_PATH} says it of each.` }),
    detail: z.string(),
    remedy: z.string(),
    limit: figure.optional(),
    actual: figure.optional(),
  })
  .meta({ id: 'ProblemEntry' });

/** What some codes say beside the members of every problem. */
const extra = {
  allowed: z.array(z.string()).optional().meta({ description: 'Of `method_not_allowed`.' }),
  requiredScope: z.string().optional().meta({ description: 'Of `missing_scope`.' }),
  limit: figure.optional().meta({ description: 'Of `body_too_large`, in bytes, and of limits of a tenant.' }),
  currentStatus: z.string().optional().meta({ description: 'Of `illegal_move`.' }),
  currentVersion: z
    .number()
    .int()
    .optional()
    .meta({ description: 'Of `conflict`, where the text has another version.' }),
  scheduledFor: z.string().optional().meta({ description: 'Of `time_passed`.' }),
  partsPublished: z.number().int().optional().meta({ description: 'Of `partly_published`.' }),
  existingId: z.string().optional().meta({ description: 'Of `duplicate_content`: the post with the same text.' }),
  distributionId: z.string().optional().meta({ description: 'Of `slot_in_use` and `platform_in_use`.' }),
  proposals: z.array(proposalSchema).optional().meta({ description: 'Free times near the asked one.' }),
  platforms: z.array(crossPostProblemSchema).optional().meta({ description: 'Of a cross-post: by platform.' }),
  members: z
    .array(crossPostProblemSchema.extend({ id: z.uuid() }))
    .optional()
    .meta({ description: 'Of a cross-post that exists: by member.' }),
};

/** RFC 9457 problem details, with a stable `code`, a `remedy`, and each thing that is wrong by JSON pointer. */
export const problemSchema = z
  .object({
    type: z.enum(errorCodes.map((code) => `${ERRORS_PATH}/${code}`) as [string, ...string[]]).meta({
      description: 'The page of the code.',
    }),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.enum(errorCodes),
    remedy: z.string(),
    instance: z.string(),
    requestId: z.string(),
    errors: z.array(problemEntrySchema).optional(),
    ...extra,
  })
  .loose()
  .meta({
    id: 'Problem',
    description: `What went wrong (RFC 9457). The page of each code is ${ERRORS_PATH}/{code}.`,
  });
export type Problem = z.infer<typeof problemSchema>;

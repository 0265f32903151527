import * as z from 'zod';
import { defineEndpoint } from '../kernel/requests/endpoint.ts';
import { pageOf, pageQuery, warningsSchema } from '../kernel/requests/endpoint-parts.ts';
import { exampleDay, exampleIds } from '../kernel/requests/example-values.ts';
import { seriesOccurrenceSchema } from './model/series.ts';
import { newSeriesSchema, seriesPatchSchema } from './model/series-input.ts';
import { seriesListItemSchema, seriesViewSchema } from './model/series-view.ts';

const changed = { 200: { description: 'The series, with its next post.', schema: seriesViewSchema } };

const changeOf = <const Action extends string>(action: Action, summary: string) =>
  defineEndpoint({
    route: `POST /api/v1/series/{id}/${action}`,
    function: 'series',
    scope: 'write',
    operationId: `${action}Series`,
    summary,
    responses: changed,
    problems: ['illegal_move', 'conflict'],
  });

export const seriesEndpoints = [
  defineEndpoint({
    route: 'POST /api/v1/series',
    function: 'series',
    scope: 'write',
    operationId: 'createSeries',
    summary: 'Have a post come again by a rule: repost, evergreen',
    description:
      'The rule (RRULE, with an end) keeps its local time when the clocks change. Each occurrence becomes a distribution when the time of the one before has come. Herald makes one post ahead and no more, so that an outage or a change causes no burst. Variations take turns with the text. Herald leaves out an occurrence that is nearer than minGapMinutes to the last post, whose slot is taken or locked (unless onConflict says otherwise), or whose predecessor has not gone out: see pending, lastSkip and the occurrences. With distributionId it repeats an existing post.',
    body: newSeriesSchema,
    example: {
      body: {
        name: 'Monday tip',
        platformId: exampleIds.platforms,
        body: 'The tip of the week.',
        date: exampleDay('03-01'),
        time: '08:30',
        timezone: 'Europe/Berlin',
        repeat: {
          rrule: 'FREQ=WEEKLY;BYDAY=MO;COUNT=10',
          variations: [{ body: 'The tip of the week.' }, { body: 'One more tip.' }],
        },
      },
    },
    responses: {
      201: {
        headers: ['Location'],
        description: 'The series.',
        schema: seriesViewSchema.extend({ warnings: warningsSchema }),
      },
    },
    problems: ['content_invalid', 'time_invalid', 'slot_taken', 'time_conflict', 'limit_reached'],
  }),
  defineEndpoint({
    route: 'GET /api/v1/series',
    function: 'series',
    scope: 'read',
    operationId: 'listSeries',
    summary: 'List series, newest first',
    query: z.strictObject(pageQuery),
    responses: { 200: { description: 'A page of series.', schema: pageOf(seriesListItemSchema) } },
  }),
  defineEndpoint({
    route: 'GET /api/v1/series/{id}',
    function: 'series',
    scope: 'read',
    operationId: 'getSeries',
    summary: 'One series: its texts, the post that is ahead, and the times after it',
    responses: { 200: { description: 'The series.', schema: seriesViewSchema } },
  }),
  defineEndpoint({
    route: 'GET /api/v1/series/{id}/occurrences',
    function: 'series',
    scope: 'read',
    operationId: 'listSeriesOccurrences',
    summary: 'What became of its occurrences: the post of each, or why there is none',
    description: 'The latest first.',
    query: z.strictObject(pageQuery),
    responses: { 200: { description: 'A page of occurrences.', schema: pageOf(seriesOccurrenceSchema) } },
  }),
  defineEndpoint({
    route: 'PATCH /api/v1/series/{id}',
    function: 'series',
    scope: 'write',
    operationId: 'updateSeries',
    summary: 'Change what a series says, or when; what has gone out stays as it is',
    description:
      'Cancels the post that is ahead and makes the next one by the new plan, from now on. A post whose time has passed and that still waits goes out as it is, and the series waits for it. repeat replaces the whole rule. A change of the name alone cancels nothing. On a platform with requiresApproval, every other change needs a new approval.',
    body: seriesPatchSchema,
    example: { body: { name: 'Tuesday tip', repeat: { rrule: 'FREQ=WEEKLY;BYDAY=TU;COUNT=10' } } },
    responses: changed,
    problems: ['illegal_move', 'content_invalid', 'time_invalid', 'conflict'],
  }),
  changeOf('pause', 'Take back the post that is ahead, and make none until it is resumed'),
  changeOf('resume', 'Go on with the next occurrence from now on; those of the pause are not made up for'),
  changeOf('cancel', 'End it for good, with the post that is ahead; what has gone out stays'),
] as const;

import * as z from 'zod';
import { defineEndpoint } from '../kernel/requests/endpoint.ts';
import { pageOf, pageQuery } from '../kernel/requests/endpoint-parts.ts';
import { exampleIds } from '../kernel/requests/example-values.ts';
import { feedPatchSchema, feedViewSchema, newFeedSchema } from './feed.ts';

export const feedEndpoints = [
  defineEndpoint({
    route: 'POST /api/v1/feeds',
    function: 'feeds',
    scope: 'write',
    operationId: 'createFeed',
    permits: 5,
    summary: 'Follow an RSS, Atom, RDF or JSON feed: each new entry becomes a post, once',
    description:
      'Read at once and then every 15 minutes. mode draft makes drafts; queue gives each a time: with timing delay the first new entry goes out delayMinutes after it was seen and each further one as long after the one before; with next_slot or optimal each takes a free slot or hour of its platform, oldest first. An entry without a free time becomes a draft; Herald shortens one that is too long, its link last. It takes only entries that appear from now on, and the newest `backfill` entries.',
    body: newFeedSchema,
    example: {
      body: {
        url: 'https://blog.example/feed.xml',
        platformIds: [exampleIds.platforms],
        mode: 'queue',
        timing: 'next_slot',
        template: 'New: {title} {link}',
      },
    },
    responses: { 201: { headers: ['Location'], description: 'The feed.', schema: feedViewSchema } },
    problems: ['limit_reached'],
  }),
  defineEndpoint({
    route: 'GET /api/v1/feeds',
    function: 'feeds',
    scope: 'read',
    operationId: 'listFeeds',
    summary: 'The feeds that are followed, and how they do',
    query: z.strictObject(pageQuery),
    responses: { 200: { description: 'A page of feeds.', schema: pageOf(feedViewSchema) } },
  }),
  defineEndpoint({
    route: 'GET /api/v1/feeds/{id}',
    function: 'feeds',
    scope: 'read',
    operationId: 'getFeed',
    summary: 'One feed: when Herald read it last, and what went wrong',
    responses: { 200: { description: 'The feed.', schema: feedViewSchema } },
  }),
  defineEndpoint({
    route: 'PATCH /api/v1/feeds/{id}',
    function: 'feeds',
    scope: 'write',
    operationId: 'updateFeed',
    summary: 'Pause a feed, switch it on again, or change what becomes of its entries',
    body: feedPatchSchema,
    example: { body: { active: false } },
    responses: { 200: { description: 'The feed.', schema: feedViewSchema } },
    problems: ['conflict'],
  }),
  defineEndpoint({
    route: 'DELETE /api/v1/feeds/{id}',
    function: 'feeds',
    scope: 'write',
    operationId: 'deleteFeed',
    summary: 'Stop following a feed; what was made from it stays',
    responses: { 204: { description: 'It is followed no more.' } },
    problems: ['conflict'],
  }),
] as const;

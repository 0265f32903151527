import * as z from 'zod';
import { newSandboxPostSchema } from '../../domain/sandbox.ts';
import type { Endpoint } from '../endpoint.ts';
import { pageQuery } from './common.ts';

const internal = { function: 'sandbox', scope: 'sandbox', internal: true } as const;

/** The sandbox network's own API: a small social network inside the stack, for trying things out and for tests. */
export const sandboxEndpoints = [
  {
    ...internal,
    route: 'POST /sandbox/v1/posts',
    operationId: 'createSandboxPost',
    summary: 'Post on the sandbox network',
    body: newSandboxPostSchema,
    responses: { 200: { description: 'The first post.' }, 201: { description: 'The new post.' } },
  },
  {
    ...internal,
    route: 'GET /sandbox/v1/posts',
    operationId: 'listSandboxPosts',
    summary: 'Posts on the sandbox network, newest first, or those of one reference',
    query: z.strictObject({ reference: z.string().max(200).optional(), ...pageQuery }),
    responses: { 200: { description: 'Posts.' } },
  },
  {
    ...internal,
    route: 'GET /sandbox/v1/posts/{id}',
    operationId: 'getSandboxPost',
    summary: 'One post on the sandbox network',
    responses: { 200: { description: 'The post.' } },
  },
  {
    ...internal,
    route: 'DELETE /sandbox/v1/posts/{id}',
    operationId: 'deleteSandboxPost',
    summary: 'Delete a post',
    responses: { 204: { description: 'Gone.' } },
  },
  {
    ...internal,
    route: 'GET /sandbox/v1/metrics',
    operationId: 'getSandboxMetrics',
    summary: 'Figures of posts, by comma separated ids',
    query: z.strictObject({ ids: z.string().min(1).max(4_000) }),
    responses: { 200: { description: 'Figures.' } },
  },
  {
    ...internal,
    route: 'GET /sandbox/v1/me',
    operationId: 'getSandboxAccount',
    summary: 'Who the key belongs to',
    responses: { 200: { description: 'The account.' } },
  },
] as const satisfies Endpoint[];

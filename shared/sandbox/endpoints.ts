import * as z from 'zod';
import { defineEndpoint } from '../kernel/requests/endpoint.ts';
import { pageOf, pageQuery } from '../kernel/requests/endpoint-parts.ts';
import {
  newSandboxContainerSchema,
  newSandboxPostSchema,
  sandboxContainerViewSchema,
  sandboxFiguresSchema,
  sandboxPostRefSchema,
  sandboxPostViewSchema,
} from './sandbox.ts';

const internal = { function: 'sandbox', scope: 'sandbox', internal: true } as const;

/** What the network answers with where it does not do what was asked. */
const refusal = {
  description: 'A problem.',
  schema: z.object({ type: z.string(), title: z.string(), status: z.number(), code: z.string(), detail: z.string() }),
};

/** The sandbox network's own API: a small social network inside the stack, for trying things out and for tests. */
export const sandboxEndpoints = [
  defineEndpoint({
    ...internal,
    route: 'POST /sandbox/v1/posts',
    operationId: 'createSandboxPost',
    summary: 'Post on the sandbox network',
    body: newSandboxPostSchema,
    responses: {
      200: { description: 'The first post.', schema: sandboxPostRefSchema },
      201: { description: 'The new post.', schema: sandboxPostRefSchema },
      429: refusal,
      500: refusal,
    },
  }),
  defineEndpoint({
    ...internal,
    route: 'GET /sandbox/v1/posts',
    operationId: 'listSandboxPosts',
    summary: 'Posts on the sandbox network, newest first, or those of one reference',
    query: z.strictObject({ reference: z.string().max(200).optional(), ...pageQuery }),
    responses: { 200: { description: 'Posts.', schema: pageOf(sandboxPostViewSchema) } },
  }),
  defineEndpoint({
    ...internal,
    route: 'GET /sandbox/v1/posts/{id}',
    operationId: 'getSandboxPost',
    summary: 'One post on the sandbox network',
    responses: { 200: { description: 'The post.', schema: sandboxPostViewSchema } },
  }),
  defineEndpoint({
    ...internal,
    route: 'DELETE /sandbox/v1/posts/{id}',
    operationId: 'deleteSandboxPost',
    summary: 'Delete a post',
    responses: { 204: { description: 'Gone.' } },
  }),
  defineEndpoint({
    ...internal,
    route: 'POST /sandbox/v1/containers',
    operationId: 'createSandboxContainer',
    summary: 'Prepare a post that is not visible yet',
    body: newSandboxContainerSchema,
    responses: { 201: { description: 'The new container.', schema: sandboxContainerViewSchema } },
  }),
  defineEndpoint({
    ...internal,
    route: 'GET /sandbox/v1/containers',
    operationId: 'listSandboxContainers',
    summary: 'Containers of one reference, oldest first',
    query: z.strictObject({ reference: z.string().min(1).max(200) }),
    responses: {
      200: { description: 'Containers.', schema: z.object({ items: z.array(sandboxContainerViewSchema) }) },
    },
  }),
  defineEndpoint({
    ...internal,
    route: 'GET /sandbox/v1/containers/{id}',
    operationId: 'getSandboxContainer',
    summary: 'One container, with its post once it is published',
    responses: { 200: { description: 'The container.', schema: sandboxContainerViewSchema } },
  }),
  defineEndpoint({
    ...internal,
    route: 'POST /sandbox/v1/containers/{id}/publish',
    operationId: 'publishSandboxContainer',
    summary: 'Publish a container, once',
    responses: {
      201: { description: 'The post.', schema: sandboxPostRefSchema },
      409: refusal,
      429: refusal,
      500: refusal,
    },
  }),
  defineEndpoint({
    ...internal,
    route: 'DELETE /sandbox/v1/containers/{id}',
    operationId: 'deleteSandboxContainer',
    summary: 'Delete a container that is not published',
    responses: { 204: { description: 'Gone.' }, 409: refusal },
  }),
  defineEndpoint({
    ...internal,
    route: 'GET /sandbox/v1/metrics',
    operationId: 'getSandboxMetrics',
    summary: 'Figures of posts, by comma separated ids',
    query: z.strictObject({ ids: z.string().min(1).max(4_000) }),
    responses: { 200: { description: 'Figures.', schema: z.object({ items: z.array(sandboxFiguresSchema) }) } },
  }),
  defineEndpoint({
    ...internal,
    route: 'GET /sandbox/v1/me',
    operationId: 'getSandboxAccount',
    summary: 'Who the key belongs to',
    responses: {
      200: {
        description: 'The account.',
        schema: z.object({ accountId: z.string(), accountName: z.string(), followersCount: z.number().int() }),
      },
    },
  }),
] as const;

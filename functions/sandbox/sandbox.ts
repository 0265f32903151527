import { createApiHandler } from '../../shared/http/api-handler.ts';
import { reply } from '../../shared/http/reply.ts';
import { environment } from '../../shared/kernel/environment.ts';
import {
  createSandboxContainer,
  deleteSandboxContainer,
  getSandboxContainer,
  listSandboxContainers,
  publishSandboxContainer,
  readSandboxContainer,
} from '../../shared/sandbox/containers.ts';
import { sandboxEndpoints } from '../../shared/sandbox/endpoints.ts';
import {
  createSandboxPost,
  deleteSandboxPost,
  getSandboxMetrics,
  getSandboxPost,
  listSandboxPosts,
} from '../../shared/sandbox/posts.ts';
import { asTold, problem } from './misbehave.ts';

/** The server of the sandbox network: takes posts like a real network, and misbehaves as a post says. */
export const handler = createApiHandler(sandboxEndpoints, {
  createSandboxPost: ({ tenantId, body }) =>
    asTold(tenantId, body, async () => {
      const { post, created } = await createSandboxPost(tenantId, body);
      return reply(created ? 201 : 200, { id: post.id, url: post.url, createdAt: post.createdAt });
    }),
  listSandboxPosts: ({ tenantId, query }) => listSandboxPosts(tenantId, query),
  getSandboxPost: ({ tenantId, params }) => getSandboxPost(tenantId, params.id),
  deleteSandboxPost: ({ tenantId, params }) => deleteSandboxPost(tenantId, params.id),
  createSandboxContainer: ({ tenantId, body }) => createSandboxContainer(tenantId, body),
  listSandboxContainers: async ({ tenantId, query }) => ({
    items: await listSandboxContainers(tenantId, query.reference),
  }),
  getSandboxContainer: ({ tenantId, params }) => getSandboxContainer(tenantId, params.id),
  publishSandboxContainer: async ({ tenantId, params }) => {
    const container = await readSandboxContainer(tenantId, params.id);
    return await asTold(tenantId, container, async () => {
      const post = await publishSandboxContainer(container);
      return post === undefined ? alreadyPublished() : reply(201, post);
    });
  },
  deleteSandboxContainer: async ({ tenantId, params }) =>
    (await deleteSandboxContainer(tenantId, params.id)) ? reply(204, undefined) : alreadyPublished(),
  getSandboxMetrics: async ({ tenantId, query }) => ({
    items: await getSandboxMetrics(tenantId, query.ids.split(',')),
  }),
  getSandboxAccount: async ({ tenantId }) => ({
    accountId: tenantId,
    accountName: `Sandbox of ${environment('HERALD_STAGE')}`,
    followersCount: 1_000,
  }),
});

function alreadyPublished() {
  return problem(409, 'already_published', 'This container is published already.');
}

import { type ApiAnswer, type ApiCall, createApiHandler } from '../../shared/http/api-handler.ts';
import { environment } from '../../shared/kernel/environment.ts';
import type { PageQuery } from '../../shared/kernel/requests/page.ts';
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
import type { NewSandboxContainer, NewSandboxPost } from '../../shared/sandbox/sandbox.ts';
import { asTold, problem } from './misbehave.ts';

/** The sandbox network's server: posts as a real network would, and misbehaves as it is told. */
export const handler = createApiHandler(sandboxEndpoints, {
  createSandboxPost: {
    handle: ({ tenantId, body }: ApiCall<never, NewSandboxPost>) =>
      asTold(tenantId, body, async () => {
        const { post, created } = await createSandboxPost(tenantId, body);
        return { status: created ? 201 : 200, body: { id: post.id, url: post.url, createdAt: post.createdAt } };
      }),
  },
  listSandboxPosts: {
    handle: async ({ tenantId, query }: ApiCall<PageQuery & { reference?: string }>) => ({
      status: 200,
      body: await listSandboxPosts(tenantId, query),
    }),
  },
  getSandboxPost: {
    handle: async ({ tenantId, params }) => ({ status: 200, body: await getSandboxPost(tenantId, params.id!) }),
  },
  deleteSandboxPost: {
    handle: async ({ tenantId, params }) => {
      await deleteSandboxPost(tenantId, params.id!);
      return { status: 204 };
    },
  },
  createSandboxContainer: {
    handle: async ({ tenantId, body }: ApiCall<never, NewSandboxContainer>) => ({
      status: 201,
      body: await createSandboxContainer(tenantId, body),
    }),
  },
  listSandboxContainers: {
    handle: async ({ tenantId, query }: ApiCall<{ reference: string }>) => ({
      status: 200,
      body: { items: await listSandboxContainers(tenantId, query.reference) },
    }),
  },
  getSandboxContainer: {
    handle: async ({ tenantId, params }) => ({ status: 200, body: await getSandboxContainer(tenantId, params.id!) }),
  },
  publishSandboxContainer: {
    handle: async ({ tenantId, params }) => {
      const container = await readSandboxContainer(tenantId, params.id!);
      return asTold(tenantId, container, async () => {
        const post = await publishSandboxContainer(container);
        return post === undefined ? alreadyPublished() : { status: 201, body: post };
      });
    },
  },
  deleteSandboxContainer: {
    handle: async ({ tenantId, params }) =>
      (await deleteSandboxContainer(tenantId, params.id!)) ? { status: 204 } : alreadyPublished(),
  },
  getSandboxMetrics: {
    handle: async ({ tenantId, query }: ApiCall<{ ids: string }>) => ({
      status: 200,
      body: { items: await getSandboxMetrics(tenantId, query.ids.split(',')) },
    }),
  },
  getSandboxAccount: {
    handle: async ({ tenantId }) => ({
      status: 200,
      body: { accountId: tenantId, accountName: `Sandbox of ${environment('HERALD_STAGE')}`, followersCount: 1_000 },
    }),
  },
});

function alreadyPublished(): ApiAnswer {
  return problem(409, 'already_published', 'This container is published already.');
}

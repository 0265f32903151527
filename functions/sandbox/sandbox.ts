import { environment } from '../../shared/cloud/environment.ts';
import { HeraldError } from '../../shared/domain/herald-error.ts';
import type { NewSandboxPost } from '../../shared/domain/sandbox.ts';
import { type ApiAnswer, type ApiCall, createApiHandler } from '../../shared/http/api-handler.ts';
import { sandboxEndpoints } from '../../shared/http/endpoints/sandbox.ts';
import type { PageQuery } from '../../shared/use-cases/page.ts';
import { behaviourOfTry, wait } from '../../shared/use-cases/sandbox/behave.ts';
import {
  createSandboxPost,
  deleteSandboxPost,
  getSandboxPost,
  listSandboxPosts,
  measureSandboxPosts,
} from '../../shared/use-cases/sandbox/posts.ts';

/** The sandbox network's server: posts as a real network would, and misbehaves as it is told. */
export const handler = createApiHandler(sandboxEndpoints, {
  createSandboxPost: {
    handle: async ({ tenantId, body }: ApiCall<never, NewSandboxPost>): Promise<ApiAnswer> => {
      const behaviour = await behaviourOfTry(tenantId, body.reference, body.behaviour);
      if (behaviour?.kind === 'fail') return failure(behaviour.error);
      if (behaviour?.kind === 'rateLimit') return rateLimited(behaviour.retryAfterSeconds);
      if (behaviour?.kind === 'slow') await wait(behaviour.seconds * 1000);
      const { post, created } = await createSandboxPost(tenantId, body);
      if (behaviour?.kind === 'timeoutAfterCreate') await wait();
      return { status: created ? 201 : 200, body: { id: post.id, url: post.url, createdAt: post.createdAt } };
    },
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
  getSandboxMetrics: {
    handle: async ({ tenantId, query }: ApiCall<{ ids: string }>) => ({
      status: 200,
      body: { items: await measureSandboxPosts(tenantId, query.ids.split(',')) },
    }),
  },
  getSandboxAccount: {
    handle: async ({ tenantId }) => ({
      status: 200,
      body: { accountId: tenantId, accountName: `Sandbox of ${environment('HERALD_STAGE')}`, followersCount: 1_000 },
    }),
  },
});

function failure(error: 'rejected' | 'server_error' | 'unauthorized'): ApiAnswer {
  if (error === 'rejected') {
    throw new HeraldError('content_invalid', 'The sandbox was told to reject this post.', {
      remedy: 'Change the text.',
    });
  }
  if (error === 'unauthorized') {
    throw new HeraldError('unauthenticated', 'The sandbox was told to refuse this account.', { remedy: 'Reconnect.' });
  }
  return { status: 500, body: problem(500, 'internal', 'The sandbox was told to fail.') };
}

function rateLimited(retryAfterSeconds: number): ApiAnswer {
  return {
    status: 429,
    body: problem(429, 'rate_limited', 'The sandbox was told to limit this account.'),
    headers: { 'retry-after': String(retryAfterSeconds) },
  };
}

function problem(status: number, code: string, detail: string) {
  return { type: `urn:herald:problem:${code}`, title: detail, status, code, detail };
}

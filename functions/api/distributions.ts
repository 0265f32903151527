import { listDistributionEvents } from '../../shared/events/list-events.ts';
import { type ApiCall, createApiHandler, type RouteHandler } from '../../shared/http/api-handler.ts';
import { problemOf, toHeraldError } from '../../shared/http/problem.ts';
import { logger } from '../../shared/kernel/logger.ts';
import type { PageQuery } from '../../shared/kernel/requests/page.ts';
import { listDistributionMetrics } from '../../shared/learning/list-distribution-metrics.ts';
import { approveDistribution } from '../../shared/posts/approval/approve-distribution.ts';
import { type ApprovalResult, approveDistributions } from '../../shared/posts/approval/approve-distributions.ts';
import { rejectDistribution } from '../../shared/posts/approval/reject-distribution.ts';
import { archiveDistribution } from '../../shared/posts/commands/archive-distribution.ts';
import { cancelDistribution } from '../../shared/posts/commands/cancel-distribution.ts';
import { getDistribution } from '../../shared/posts/commands/get-distribution.ts';
import { type DistributionFilter, listDistributions } from '../../shared/posts/commands/list-distributions.ts';
import { publishDistribution } from '../../shared/posts/commands/publish-distribution.ts';
import { resolveDistribution } from '../../shared/posts/commands/resolve-distribution.ts';
import { retryDistribution } from '../../shared/posts/commands/retry-distribution.ts';
import { distributionEndpoints } from '../../shared/posts/endpoints.ts';
import type {
  Approval,
  BulkApproval,
  DistributionPatch,
  NewDistribution,
  Rejection,
  Resolution,
} from '../../shared/posts/model/distribution-input.ts';
import { createDistribution } from '../../shared/posts/planning/create-distribution.ts';
import { editDistribution } from '../../shared/posts/planning/edit-distribution.ts';
import { inspectDistribution } from '../../shared/posts/planning/inspect-distribution.ts';
import { validateDistribution } from '../../shared/posts/planning/validate-distribution.ts';

/** Every POST that changes a distribution leaves it to be read again. */
const replay: RouteHandler['replay'] = async (tenantId, { status, resourceId }) => ({
  status,
  body: await getDistribution(tenantId, resourceId),
});

/** Of those whose answer has warnings, too: what they warned of was said with the first answer. */
const replayWithWarnings: RouteHandler['replay'] = async (tenantId, record) => {
  const answer = await replay(tenantId, record);
  return { ...answer, body: { ...(answer.body as object), warnings: [] } };
};

export const handler = createApiHandler(distributionEndpoints, {
  createDistribution: {
    inspect: inspectDistribution,
    handle: async ({ request, body }: ApiCall<never, NewDistribution>) => {
      const distribution = await createDistribution(request, body);
      return { status: 201, body: distribution, headers: { location: `/api/v1/distributions/${distribution.id}` } };
    },
    replay: async (tenantId, record) => {
      const answer = await replay(tenantId, record);
      return { ...answer, body: { ...(answer.body as object), warnings: [], planned: null } };
    },
  },
  listDistributions: {
    handle: async ({ tenantId, query }: ApiCall<DistributionFilter & PageQuery>) => ({
      status: 200,
      body: await listDistributions(tenantId, query, query),
    }),
  },
  getDistribution: {
    handle: async ({ tenantId, params }) => ({ status: 200, body: await getDistribution(tenantId, params.id!) }),
  },
  editDistribution: {
    handle: async ({ request, params, body }: ApiCall<never, DistributionPatch>) => ({
      status: 200,
      body: await editDistribution(request, params.id!, body),
    }),
  },
  publishDistribution: {
    handle: async ({ request, params }) => ({ status: 202, body: await publishDistribution(request, params.id!) }),
    replay: replayWithWarnings,
  },
  approveDistribution: {
    handle: async ({ request, params, body }: ApiCall<never, Approval>) => ({
      status: 200,
      body: await approveDistribution(request, params.id!, body),
    }),
    replay: replayWithWarnings,
  },
  rejectDistribution: {
    handle: async ({ request, params, body }: ApiCall<never, Rejection>) => ({
      status: 200,
      body: await rejectDistribution(request, params.id!, body.reason),
    }),
    replay,
  },
  approveDistributions: {
    handle: async ({ request, body }: ApiCall<never, BulkApproval>) => {
      const results = await approveDistributions(request, body);
      return { status: 200, body: { items: results.map((result) => showResult(result, request.actor.causationId)) } };
    },
    // Each keeps its own record, and none is kept of the whole: what is repeated asks each of them.
    replay,
  },
  cancelDistribution: {
    handle: async ({ request, params }) => ({ status: 200, body: await cancelDistribution(request, params.id!) }),
    replay,
  },
  retryDistribution: {
    handle: async ({ request, params }) => ({ status: 202, body: await retryDistribution(request, params.id!) }),
    replay: replayWithWarnings,
  },
  resolveDistribution: {
    handle: async ({ request, params, body }: ApiCall<never, Resolution>) => ({
      status: 200,
      body: await resolveDistribution(request, params.id!, body),
    }),
    replay,
  },
  archiveDistribution: {
    handle: async ({ request, params }) => ({ status: 200, body: await archiveDistribution(request, params.id!) }),
    replay,
  },
  listDistributionEvents: {
    handle: async ({ tenantId, params, query }: ApiCall<PageQuery>) => ({
      status: 200,
      body: await listDistributionEvents(tenantId, params.id!, query),
    }),
  },
  listDistributionMetrics: {
    handle: async ({ tenantId, params, query }: ApiCall<PageQuery>) => ({
      status: 200,
      body: await listDistributionMetrics(tenantId, params.id!, query),
    }),
  },
  validateDistribution: {
    inspect: inspectDistribution,
    handle: async ({ request, body }: ApiCall<never, NewDistribution>) => ({
      status: 200,
      body: await validateDistribution(request, body),
    }),
  },
});

function showResult(result: ApprovalResult, requestId: string) {
  const { id } = result;
  if ('distribution' in result) return { id, approved: true, distribution: result.distribution };
  const error = toHeraldError(result.error);
  if (error.code === 'internal') logger.error('An approval failed', { id, requestId, error: result.error as Error });
  const instance = `/api/v1/distributions/${id}/approve`;
  return { id, approved: false, problem: problemOf(error, { instance, requestId }) };
}

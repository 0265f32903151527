import { distributionEventEndpoints } from '../../shared/events/endpoints.ts';
import { listDistributionEvents } from '../../shared/events/list-distribution-events.ts';
import { createApiHandler } from '../../shared/http/api-handler.ts';
import { problemOf } from '../../shared/http/problem-of.ts';
import { created } from '../../shared/http/reply.ts';
import { toHeraldError } from '../../shared/http/to-herald-error.ts';
import { logger } from '../../shared/kernel/logger.ts';
import type { IdempotencyRecord } from '../../shared/kernel/requests/idempotency-items.ts';
import { listDistributionMetrics } from '../../shared/learning/list-distribution-metrics.ts';
import { approveDistribution } from '../../shared/posts/approval/approve-distribution.ts';
import { type ApprovalResult, approveDistributions } from '../../shared/posts/approval/approve-distributions.ts';
import { rejectDistribution } from '../../shared/posts/approval/reject-distribution.ts';
import { archiveDistribution } from '../../shared/posts/commands/archive-distribution.ts';
import { cancelDistribution } from '../../shared/posts/commands/cancel-distribution.ts';
import { getDistribution } from '../../shared/posts/commands/get-distribution.ts';
import { listDistributions } from '../../shared/posts/commands/list-distributions.ts';
import { publishDistribution } from '../../shared/posts/commands/publish-distribution.ts';
import { resolveDistribution } from '../../shared/posts/commands/resolve-distribution.ts';
import { retryDistribution } from '../../shared/posts/commands/retry-distribution.ts';
import { distributionEndpoints } from '../../shared/posts/endpoints.ts';
import { createDistribution } from '../../shared/posts/planning/create-distribution.ts';
import { editDistribution } from '../../shared/posts/planning/edit-distribution.ts';
import { inspectDistribution } from '../../shared/posts/planning/inspect-distribution.ts';
import { validateDistribution } from '../../shared/posts/planning/validate-distribution.ts';

/** Every POST that changes a distribution leaves it to be read again. */
const replay = (tenantId: string, { resourceId }: IdempotencyRecord) => getDistribution(tenantId, resourceId);

/** Of those whose answer has warnings, too: what they warned of was said with the first answer. */
const replayWithWarnings = async (tenantId: string, record: IdempotencyRecord) => ({
  ...(await replay(tenantId, record)),
  warnings: [],
});

export const handler = createApiHandler([...distributionEndpoints, ...distributionEventEndpoints] as const, {
  createDistribution: {
    inspect: inspectDistribution,
    handle: async ({ request, body }) => created('/api/v1/distributions', await createDistribution(request, body)),
    replay: async (tenantId, record) => ({ ...(await replayWithWarnings(tenantId, record)), planned: null }),
  },
  listDistributions: ({ tenantId, query }) => listDistributions(tenantId, query, query),
  getDistribution: ({ tenantId, params }) => getDistribution(tenantId, params.id),
  editDistribution: ({ request, params, body }) => editDistribution(request, params.id, body),
  publishDistribution: {
    handle: ({ request, params }) => publishDistribution(request, params.id),
    replay: replayWithWarnings,
  },
  approveDistribution: {
    handle: ({ request, params, body }) => approveDistribution(request, params.id, body),
    replay: replayWithWarnings,
  },
  rejectDistribution: {
    handle: ({ request, params, body }) => rejectDistribution(request, params.id, body.reason),
    replay,
  },
  approveDistributions: {
    handle: async ({ request, body }) => {
      const results = await approveDistributions(request, body);
      return { items: results.map((result) => showResult(result, request.actor.causationId)) };
    },
    keepsOwnRecords: true,
  },
  cancelDistribution: { handle: ({ request, params }) => cancelDistribution(request, params.id), replay },
  retryDistribution: {
    handle: ({ request, params }) => retryDistribution(request, params.id),
    replay: replayWithWarnings,
  },
  resolveDistribution: {
    handle: ({ request, params, body }) => resolveDistribution(request, params.id, body),
    replay,
  },
  archiveDistribution: { handle: ({ request, params }) => archiveDistribution(request, params.id), replay },
  listDistributionEvents: ({ tenantId, params, query }) => listDistributionEvents(tenantId, params.id, query),
  listDistributionMetrics: ({ tenantId, params, query }) => listDistributionMetrics(tenantId, params.id, query),
  validateDistribution: {
    inspect: inspectDistribution,
    handle: ({ request, body }) => validateDistribution(request, body),
  },
});

function showResult(result: ApprovalResult, requestId: string) {
  const { id } = result;
  if ('distribution' in result) return { id, approved: true as const, distribution: result.distribution };
  const error = toHeraldError(result.error);
  if (error.code === 'internal') logger.error('An approval failed', { id, requestId, error: result.error as Error });
  const instance = `/api/v1/distributions/${id}/approve`;
  return { id, approved: false as const, problem: problemOf(error, { instance, requestId }) };
}

import type {
  DistributionDryRun,
  DistributionPatch,
  NewDistribution,
  Resolution,
} from '../../shared/domain/distribution-input.ts';
import { type ApiCall, createApiHandler, type RouteHandler } from '../../shared/http/api-handler.ts';
import { distributionEndpoints } from '../../shared/http/endpoints/distributions.ts';
import { createDistribution } from '../../shared/use-cases/create-distribution.ts';
import { dryRunDistribution } from '../../shared/use-cases/dry-run-distribution.ts';
import { editDistribution } from '../../shared/use-cases/edit-distribution.ts';
import { archiveDistribution, cancelDistribution } from '../../shared/use-cases/end-distribution.ts';
import { getDistribution } from '../../shared/use-cases/get-distribution.ts';
import { inspectDistribution } from '../../shared/use-cases/inspect-distribution.ts';
import { type DistributionFilter, listDistributions } from '../../shared/use-cases/list-distributions.ts';
import { listEventsOfDistribution } from '../../shared/use-cases/list-events.ts';
import { listSnapshots } from '../../shared/use-cases/list-snapshots.ts';
import type { PageQuery } from '../../shared/use-cases/page.ts';
import { publishNow, retryDistribution } from '../../shared/use-cases/publish-now.ts';
import { resolveDistribution } from '../../shared/use-cases/resolve-distribution.ts';

/** Every POST that changes a distribution leaves it to be read again. */
const replay: RouteHandler['replay'] = async (tenantId, { status, resourceId }) => ({
  status,
  body: await getDistribution(tenantId, resourceId),
});

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
    handle: async ({ request, params }) => ({ status: 202, body: await publishNow(request, params.id!) }),
    replay,
  },
  cancelDistribution: {
    handle: async ({ request, params }) => ({ status: 200, body: await cancelDistribution(request, params.id!) }),
    replay,
  },
  retryDistribution: {
    handle: async ({ request, params }) => ({ status: 202, body: await retryDistribution(request, params.id!) }),
    replay,
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
      body: await listEventsOfDistribution(tenantId, params.id!, query),
    }),
  },
  listDistributionMetrics: {
    handle: async ({ tenantId, params, query }: ApiCall<PageQuery>) => ({
      status: 200,
      body: await listSnapshots(tenantId, params.id!, query),
    }),
  },
  validateDistribution: {
    inspect: inspectDistribution,
    handle: async ({ tenantId, body }: ApiCall<never, DistributionDryRun>) => ({
      status: 200,
      body: await dryRunDistribution(tenantId, body),
    }),
  },
});

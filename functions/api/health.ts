import { checkTable } from '../../shared/access/check-table.ts';
import { createApiHandler } from '../../shared/http/api-handler.ts';
import { environment } from '../../shared/kernel/environment.ts';
import { isoNow } from '../../shared/kernel/time/clock.ts';
import { healthEndpoints } from '../../shared/operations/system-endpoints.ts';

export const handler = createApiHandler(healthEndpoints, {
  getHealth: async () => {
    await checkTable();
    const [version, stage] = [environment('HERALD_VERSION'), environment('HERALD_STAGE')];
    return { status: 'ok', version, stage, time: isoNow(), table: 'readable' as const };
  },
});

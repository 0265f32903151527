import { isoNow } from '../../shared/cloud/clock.ts';
import { environment } from '../../shared/cloud/environment.ts';
import { createApiHandler } from '../../shared/http/api-handler.ts';
import { healthEndpoints } from '../../shared/http/endpoints/system.ts';
import { readTable } from '../../shared/use-cases/read-table.ts';

export const handler = createApiHandler(healthEndpoints, {
  getHealth: {
    handle: async () => {
      await readTable();
      const [version, stage] = [environment('HERALD_VERSION'), environment('HERALD_STAGE')];
      return { status: 200, body: { status: 'ok', version, stage, time: isoNow(), table: 'readable' } };
    },
  },
});

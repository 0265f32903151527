import { createApiHandler } from '../../shared/http/api-handler.ts';
import { settingEndpoints } from '../../shared/settings/endpoints.ts';
import { listSettings } from '../../shared/settings/list-settings.ts';
import { updateSettings } from '../../shared/settings/update-settings.ts';

export const handler = createApiHandler(settingEndpoints, {
  listSettings: ({ tenantId }) => listSettings(tenantId),
  updateSettings: ({ request, body }) => updateSettings(request, body),
});

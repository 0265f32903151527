import { apiKeyEndpoints } from '../access/endpoints.ts';
import { platformEndpoints } from '../accounts/endpoints.ts';
import { contentEndpoints } from '../content/endpoints.ts';
import { crossPostEndpoints } from '../cross-posts/endpoints.ts';
import { distributionEventEndpoints, eventEndpoints } from '../events/endpoints.ts';
import { exportEndpoints } from '../exports/endpoints.ts';
import { feedEndpoints } from '../feeds/endpoints.ts';
import { importEndpoints } from '../imports/endpoints.ts';
import type { Endpoint } from '../kernel/requests/endpoint.ts';
import { deadLetterEndpoints } from '../operations/endpoints.ts';
import { docsEndpoints, healthEndpoints } from '../operations/system-endpoints.ts';
import { calendarEndpoints } from '../planner/endpoints.ts';
import { distributionEndpoints } from '../posts/endpoints.ts';
import { sandboxEndpoints } from '../sandbox/endpoints.ts';
import { seriesEndpoints } from '../series/endpoints.ts';
import { settingEndpoints } from '../settings/endpoints.ts';

export { publicRoutes } from '../kernel/requests/endpoint.ts';

/** Every route there is: the template, the handlers and OpenAPI are made from this list. */
export const allEndpoints: readonly Endpoint[] = [
  ...platformEndpoints,
  ...distributionEndpoints,
  ...distributionEventEndpoints,
  ...contentEndpoints,
  ...crossPostEndpoints,
  ...calendarEndpoints,
  ...eventEndpoints,
  ...importEndpoints,
  ...exportEndpoints,
  ...feedEndpoints,
  ...seriesEndpoints,
  ...apiKeyEndpoints,
  ...settingEndpoints,
  ...deadLetterEndpoints,
  ...healthEndpoints,
  ...docsEndpoints,
  ...sandboxEndpoints,
];

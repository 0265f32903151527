import type { Endpoint } from '../endpoint.ts';
import { apiKeyEndpoints } from './api-keys.ts';
import { calendarEndpoints } from './calendar.ts';
import { contentEndpoints } from './contents.ts';
import { crossPostEndpoints } from './cross-posts.ts';
import { deadLetterEndpoints } from './dead-letters.ts';
import { distributionEndpoints } from './distributions.ts';
import { eventEndpoints } from './events.ts';
import { exportEndpoints } from './exports.ts';
import { feedEndpoints } from './feeds.ts';
import { importEndpoints } from './imports.ts';
import { platformEndpoints } from './platforms.ts';
import { sandboxEndpoints } from './sandbox.ts';
import { seriesEndpoints } from './series.ts';
import { docsEndpoints, healthEndpoints } from './system.ts';

export { publicRoutes } from '../endpoint.ts';

/** Every route there is: the template, the handlers and OpenAPI are made from this list. */
export const allEndpoints: readonly Endpoint[] = [
  ...platformEndpoints,
  ...distributionEndpoints,
  ...contentEndpoints,
  ...crossPostEndpoints,
  ...calendarEndpoints,
  ...eventEndpoints,
  ...importEndpoints,
  ...exportEndpoints,
  ...feedEndpoints,
  ...seriesEndpoints,
  ...apiKeyEndpoints,
  ...deadLetterEndpoints,
  ...healthEndpoints,
  ...docsEndpoints,
  ...sandboxEndpoints,
];

import * as z from 'zod';
import { refuse, resourceType, tags, withoutEffect } from '../resource-type.ts';
import { apiOf } from './http-api.ts';

const routeSettings = z
  .strictObject({
    ThrottlingBurstLimit: z.number().int(),
    ThrottlingRateLimit: z.number(),
    DetailedMetricsEnabled: withoutEffect('There are no metrics of the gateway.'),
  })
  .transform(({ ThrottlingRateLimit: rateLimit, ThrottlingBurstLimit: burstLimit }) => ({ rateLimit, burstLimit }));

const properties = z.strictObject({
  ApiId: z.string(),
  StageName: z.literal('$default', 'only the stage $default has its routes at the root, as here'),
  AutoDeploy: z.literal(true, 'routes always take effect at once here'),
  DefaultRouteSettings: routeSettings.optional(),
  RouteSettings: z.record(z.string(), routeSettings).default({}),
  AccessLogSettings: withoutEffect('Functions log what they do; there is no CloudWatch to query requests in.'),
  Tags: tags,
});

export const httpStage = resourceType(properties, (wanted, resource, { blueprint }) => {
  const api = apiOf(resource, blueprint, wanted.ApiId);
  const routeThrottles = new Map(Object.entries(wanted.RouteSettings));
  for (const routeKey of routeThrottles.keys()) {
    if (api.routes.some((route) => route.routeKey === routeKey)) continue;
    throw refuse(resource, `Unable to find Route by key ${routeKey} within the provided RouteSettings.`);
  }
  api.stage = { name: wanted.StageName, throttle: wanted.DefaultRouteSettings, routeThrottles };
  return { ref: wanted.StageName };
});

import * as z from 'zod';
import { resourceType, tags, withoutEffect } from '../resource-type.ts';
import { apiOf } from './http-api.ts';

const properties = z.strictObject({
  ApiId: z.string(),
  StageName: z.literal('$default', 'only the stage $default has its routes at the root, as here'),
  AutoDeploy: z.literal(true, 'routes always take effect at once here'),
  DefaultRouteSettings: z
    .strictObject({
      ThrottlingBurstLimit: z.number().int(),
      ThrottlingRateLimit: z.number(),
      DetailedMetricsEnabled: withoutEffect('There are no metrics of the gateway.'),
    })
    .optional(),
  AccessLogSettings: withoutEffect('Functions log what they do; there is no CloudWatch to query requests in.'),
  Tags: tags,
});

export const httpStage = resourceType(properties, (wanted, resource, { blueprint }) => {
  const settings = wanted.DefaultRouteSettings;
  apiOf(resource, blueprint, wanted.ApiId).stage = {
    name: wanted.StageName,
    throttle: settings && { rateLimit: settings.ThrottlingRateLimit, burstLimit: settings.ThrottlingBurstLimit },
  };
  return { ref: wanted.StageName };
});

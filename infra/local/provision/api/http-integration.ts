import * as z from 'zod';
import { unqualifiedArn } from '../../lambda/function-definition.ts';
import { resourceType } from '../resource-type.ts';
import { apiGatewayId, apiOf } from './http-api.ts';

/** What HTTP APIs wait at most, and unless told otherwise. */
const LONGEST_TIMEOUT = 30_000;

const properties = z.strictObject({
  ApiId: z.string(),
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationUri: z.string().startsWith('arn:aws:lambda:', 'only functions answer requests here'),
  PayloadFormatVersion: z.literal('2.0'),
  TimeoutInMillis: z.number().int().min(50).max(LONGEST_TIMEOUT).default(LONGEST_TIMEOUT),
});

export const httpIntegration = resourceType(properties, (wanted, resource, { blueprint }) => {
  const id = apiGatewayId(resource);
  apiOf(resource, blueprint, wanted.ApiId).integrations.set(id, {
    functionArn: unqualifiedArn(wanted.IntegrationUri),
    timeoutMilliseconds: wanted.TimeoutInMillis,
  });
  return { ref: id };
});

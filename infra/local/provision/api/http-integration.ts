import * as z from 'zod';
import { unqualifiedArn } from '../../lambda/function-definition.ts';
import { resourceType } from '../resource-type.ts';
import { apiGatewayId, apiOf } from './http-api.ts';

/** The longest that HTTP APIs wait, and their default. */
const MAX_TIMEOUT_MS = 30_000;

const properties = z.strictObject({
  ApiId: z.string(),
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationUri: z.string().startsWith('arn:aws:lambda:', 'only functions answer requests here'),
  PayloadFormatVersion: z.literal('2.0'),
  TimeoutInMillis: z.number().int().min(50).max(MAX_TIMEOUT_MS).default(MAX_TIMEOUT_MS),
});

export const httpIntegration = resourceType(properties, (wanted, resource, { blueprint }) => {
  const id = apiGatewayId(resource);
  apiOf(resource, blueprint, wanted.ApiId).integrations.set(id, {
    functionArn: unqualifiedArn(wanted.IntegrationUri),
    timeoutMilliseconds: wanted.TimeoutInMillis,
  });
  return { ref: id };
});

import * as z from 'zod';
import { defineEndpoint } from '../kernel/requests/endpoint.ts';
import { pageOf, pageQuery } from '../kernel/requests/endpoint-parts.ts';
import { distributionErrorSchema } from '../platforms/contract/describe-error.ts';
import { bodyByKind, ofAnyKind } from './account-by-kind.ts';
import { accountPatchSchema, newAccountSchema } from './account-input.ts';
import { accountDetailSchema, accountViewSchema } from './account-view.ts';

const verificationSchema = z.union([
  z.object({
    works: z.literal(true),
    account: z.object({ accountId: z.string(), accountName: z.string(), followersCount: z.number().nullable() }),
  }),
  z.object({
    works: z.literal(false),
    error: distributionErrorSchema,
  }),
]);

const platformRulesSchema = z.object({
  kind: z.string(),
  rules: z.record(z.string(), z.unknown()),
  schemas: z.object({
    post: z.record(z.string(), z.unknown()),
    platformSpecific: z.record(z.string(), z.unknown()),
    publishConfig: z.record(z.string(), z.unknown()),
  }),
});

/** In the API's document only: the adapter of the kind checks what is given, and can name a wrong kind better. */
const replace = (jsonSchema: object, other: object) => {
  for (const name of Object.keys(jsonSchema)) Reflect.deleteProperty(jsonSchema, name);
  Object.assign(jsonSchema, other);
};
const ofKind = <Schema extends z.ZodType>(schema: Schema, part: 'PublishConfig' | 'Credentials'): Schema =>
  schema.meta({ override: ({ jsonSchema }) => replace(jsonSchema, ofAnyKind(part)) });

export const platformEndpoints = [
  defineEndpoint({
    route: 'POST /api/v1/platforms',
    function: 'platforms',
    scope: 'admin',
    operationId: 'connectPlatform',
    permits: 5,
    summary: 'Connect an account',
    description:
      'Credentials are stored sealed and never come back. The kind says what publishConfig and credentials hold: see the body. requiresApproval: what is asked for from then on waits as publish_requested until a key with the scope approve lets it go, and not that of the requester unless allowsOwnApproval. minLeadMinutes and maxLeadDays: how near and how far a planned time may be; publishing at once is not meant.',
    body: newAccountSchema.meta({ override: ({ jsonSchema }) => replace(jsonSchema, bodyByKind()) }),
    example: { body: { kind: 'sandbox', name: 'My first account', postsPerDay: 50, minIntervalMinutes: 5 } },
    responses: { 201: { headers: ['Location'], description: 'The connected platform.', schema: accountDetailSchema } },
    problems: ['limit_reached'],
  }),
  defineEndpoint({
    route: 'GET /api/v1/platforms',
    function: 'platforms',
    scope: 'read',
    operationId: 'listPlatforms',
    summary: 'List the connected accounts',
    query: z.strictObject(pageQuery),
    responses: { 200: { description: 'A page of platforms.', schema: pageOf(accountViewSchema) } },
  }),
  defineEndpoint({
    route: 'GET /api/v1/platforms/{id}',
    function: 'platforms',
    scope: 'read',
    operationId: 'getPlatform',
    summary: 'One account, with its health',
    responses: { 200: { description: 'The platform.', schema: accountDetailSchema } },
  }),
  defineEndpoint({
    route: 'GET /api/v1/platforms/{id}/rules',
    function: 'platforms',
    scope: 'read',
    operationId: 'getPlatformRules',
    summary: "The platform's limits and options as data, so that a program can build a valid post",
    description:
      'schemas are JSON Schema (2020-12): post is the body of POST /distributions for this platform, with its options and limits; platformSpecific of a post and publishConfig of the account stand by themselves too. rules are the limits that a post is checked against, counted in their units: JSON Schema counts code points, and cannot say a weighted length, bytes or cashtags.',
    responses: { 200: { description: 'Rules and schemas.', schema: platformRulesSchema } },
  }),
  defineEndpoint({
    route: 'PATCH /api/v1/platforms/{id}',
    function: 'platforms',
    scope: 'admin',
    operationId: 'updatePlatform',
    summary: 'Change settings, or give new credentials',
    description:
      'New credentials reconnect a platform. publishConfig and credentials are whole, as when the platform was connected. null takes a value away.',
    body: accountPatchSchema.extend({
      publishConfig: ofKind(accountPatchSchema.shape.publishConfig, 'PublishConfig'),
      credentials: ofKind(accountPatchSchema.shape.credentials, 'Credentials'),
    }),
    example: { body: { name: 'My account', quietHours: null, minIntervalMinutes: 10 } },
    responses: { 200: { description: 'The changed platform.', schema: accountDetailSchema } },
  }),
  defineEndpoint({
    route: 'DELETE /api/v1/platforms/{id}',
    function: 'platforms',
    scope: 'admin',
    operationId: 'disconnectPlatform',
    summary: 'Disconnect an account and delete its credentials',
    responses: { 204: { description: 'Gone.' } },
    problems: ['platform_in_use'],
  }),
  defineEndpoint({
    route: 'POST /api/v1/platforms/{id}/verify',
    function: 'platforms',
    scope: 'write',
    operationId: 'verifyPlatform',
    permits: 5,
    summary: 'Ask the platform whether the credentials work',
    description: 'Waits 8 seconds at most. A refusal is an answer: 200 with works: false.',
    responses: { 200: { description: 'What the platform said.', schema: verificationSchema } },
  }),
] as const;

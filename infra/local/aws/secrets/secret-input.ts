import * as z from 'zod';

const SecretId = z.string().min(1).max(2048);
const MAX_VALUE_BYTES = 65_536;

const Value = z.object({
  ClientRequestToken: z.string().min(32).max(64).optional(),
  SecretString: z
    .string()
    .refine((text) => Buffer.byteLength(text) <= MAX_VALUE_BYTES, 'Member must not be larger than 65536 bytes')
    .optional(),
  /** Base64. */
  SecretBinary: z.string().optional(),
});
export type SecretValue = z.output<typeof Value>;

const Details = z.object({ Description: z.string().max(2048).optional(), KmsKeyId: z.string().max(2048).optional() });

export const CreateSecretInput = Value.extend(Details.shape).extend({
  Name: z.string().regex(/^[\w/+=.@-]{1,512}$/, 'Member must be 1 to 512 characters of A-Z, a-z, 0-9 and /_+=.@-'),
});
export const PutSecretValueInput = Value.extend({
  SecretId,
  VersionStages: z.array(z.string()).min(1).max(20).optional(),
});
export const UpdateSecretInput = Value.extend(Details.shape).extend({ SecretId });
export const GetSecretValueInput = z.object({
  SecretId,
  VersionId: z.string().optional(),
  VersionStage: z.string().optional(),
});
export const DeleteSecretInput = z.object({
  SecretId,
  RecoveryWindowInDays: z.number().int().min(7).max(30).optional(),
  ForceDeleteWithoutRecovery: z.boolean().default(false),
});
export const SecretIdInput = z.object({ SecretId });
export const ListSecretVersionIdsInput = z.object({ SecretId, IncludeDeprecated: z.boolean().default(false) });

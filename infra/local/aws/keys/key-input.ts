import * as z from 'zod';

const KeyId = z.string().min(1).max(2048);
const Context = z.record(z.string(), z.string()).default({});
/** Base64 on the wire. */
const Blob = z.string().min(1).max(8_800);

export const CreateKeyInput = z.object({ Description: z.string().max(8192).optional() });
export const CreateAliasInput = z.object({
  AliasName: z.string().regex(/^alias\/[\w/-]{1,250}$/, 'Member must be alias/ and A-Z, a-z, 0-9 or /_-'),
  TargetKeyId: KeyId,
});
export const DescribeKeyInput = z.object({ KeyId });
export const GenerateDataKeyInput = z.object({
  KeyId,
  EncryptionContext: Context,
  KeySpec: z.enum(['AES_256', 'AES_128'], 'Member must be AES_256 or AES_128'),
});
export const DecryptInput = z.object({ CiphertextBlob: Blob, EncryptionContext: Context, KeyId: KeyId.optional() });

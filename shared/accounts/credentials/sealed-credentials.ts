import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import * as z from 'zod';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;

const base64 = z.base64();

/** Credentials as the table holds them: nothing in clear, and of no use under another account. */
export const sealedCredentialsSchema = z.object({
  /** The account's item names it. */
  version: z.uuid(),
  /** The data key, sealed by KMS. */
  dataKey: base64,
  nonce: base64,
  tag: base64,
  ciphertext: base64,
});
export type SealedCredentials = z.infer<typeof sealedCredentialsSchema>;

/**
 * @param key 32 bytes, used for these credentials alone
 * @param owner what the ciphertext is bound to
 */
export function sealCredentials(
  key: { plain: Uint8Array; sealed: string },
  owner: string,
  version: string,
  credentials: unknown,
): SealedCredentials {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key.plain, nonce).setAAD(boundTo(owner, version));
  const ciphertext = Buffer.concat([cipher.update(JSON.stringify(credentials), 'utf8'), cipher.final()]);
  return {
    version,
    dataKey: key.sealed,
    nonce: nonce.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    ciphertext: ciphertext.toString('base64'),
  };
}

/** @throws Error where the ciphertext was changed, or belongs to another owner */
export function openCredentials(plainKey: Uint8Array, owner: string, sealed: SealedCredentials): unknown {
  const decipher = createDecipheriv(ALGORITHM, plainKey, Buffer.from(sealed.nonce, 'base64'))
    .setAAD(boundTo(owner, sealed.version))
    .setAuthTag(Buffer.from(sealed.tag, 'base64'));
  const text = Buffer.concat([decipher.update(Buffer.from(sealed.ciphertext, 'base64')), decipher.final()]);
  return JSON.parse(text.toString('utf8'));
}

const boundTo = (owner: string, version: string) => Buffer.from(`${owner}/${version}`);

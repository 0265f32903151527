import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { StoredKey } from './key-store.ts';

const ID_BYTES = 36;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * A ciphertext as this machine's KMS writes it: the key's id, a nonce, the tag and what is sealed. The encryption context
 * is authenticated with it, in the order of its names, as KMS does.
 */
export function seal(key: StoredKey, plain: Buffer, context: Record<string, string>): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key.material, nonce).setAAD(bytesOf(context));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.from(key.id), nonce, cipher.getAuthTag(), sealed]);
}

/** Of the key that has sealed it. */
export function keyIdOf(ciphertext: Buffer): string {
  return ciphertext.subarray(0, ID_BYTES).toString('latin1');
}

/** @returns undefined for what this key has not sealed with this context */
export function open(key: StoredKey, ciphertext: Buffer, context: Record<string, string>): Buffer | undefined {
  const nonce = ciphertext.subarray(ID_BYTES, ID_BYTES + NONCE_BYTES);
  const tag = ciphertext.subarray(ID_BYTES + NONCE_BYTES, ID_BYTES + NONCE_BYTES + TAG_BYTES);
  if (tag.length < TAG_BYTES) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key.material, nonce).setAAD(bytesOf(context)).setAuthTag(tag);
  try {
    const sealed = ciphertext.subarray(ID_BYTES + NONCE_BYTES + TAG_BYTES);
    return Buffer.concat([decipher.update(sealed), decipher.final()]);
  } catch {
    return undefined;
  }
}

function bytesOf(context: Record<string, string>): Buffer {
  return Buffer.from(JSON.stringify(Object.entries(context).sort(([one], [other]) => (one < other ? -1 : 1))));
}

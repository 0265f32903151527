import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';

/** A day has a few keys; each signature asks for the first of them again. */
const MAX_KNOWN = 32;
const known = new Map<string, Buffer>();

/**
 * SHA-256 as the SDK's signatures ask for it: a message in one piece, which Node hashes in one call. The SDK's own makes a
 * hash, copies it and ends the copy, and derives the same from a text of the credentials for each signature.
 */
export class Sha256 {
  readonly #secret: string | Uint8Array | undefined;
  #pieces: Uint8Array[] = [];

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#secret = secret === undefined || typeof secret === 'string' ? secret : bytesOf(secret);
  }

  update(data: Uint8Array): void {
    this.#pieces.push(data);
  }

  async digest(): Promise<Uint8Array> {
    const [first, ...others] = this.#pieces;
    const message = first !== undefined && others.length === 0 ? first : Buffer.concat(this.#pieces);
    if (this.#secret === undefined) return hash('sha256', message, 'buffer');
    if (typeof this.#secret !== 'string') return signed(this.#secret, message);
    return derived(this.#secret, message);
  }

  reset(): void {
    this.#pieces = [];
  }
}

function bytesOf(data: ArrayBuffer | ArrayBufferView): Uint8Array {
  if (data instanceof Uint8Array) return data;
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}

/** Node looks at bytes anew each time, which takes longer than the signature: the SDK has the same key for a day. */
const keys = new WeakMap<Uint8Array, KeyObject>();

function signed(secret: string | Uint8Array, message: Uint8Array): Buffer {
  return createHmac('sha256', typeof secret === 'string' ? secret : keyOf(secret))
    .update(message)
    .digest();
}

function keyOf(secret: Uint8Array): KeyObject {
  const known = keys.get(secret);
  if (known !== undefined) return known;
  const key = createSecretKey(secret);
  keys.set(secret, key);
  return key;
}

function derived(secret: string, message: Uint8Array): Buffer {
  const name = `${secret}\n${Buffer.from(message).toString('latin1')}`;
  const found = known.get(name) ?? signed(secret, message);
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(name, found);
  return found;
}

import { hash } from 'node:crypto';
import { AwsError } from '../../aws/aws-error.ts';
import { canonicalJson } from '../items/attribute-value.ts';
import { type BatchOperation, rangeOf, tokenKey, tokenPrefix } from '../storage/key-space.ts';
import type { Storage } from '../storage/storage.ts';

/** How long AWS remembers a ClientRequestToken. */
const LIFETIME_MS = 10 * 60_000;

interface RememberedToken {
  fingerprint: string;
  at: number;
  /** What a repetition costs, as [table, read units]. */
  readUnits: [string, number][];
}

/**
 * The ClientRequestTokens of the last ten minutes. They are stored under the ten minutes in which they came, so that
 * old ones go as one range; a living one is in the current or the last such period.
 */
export class ClientTokens {
  readonly #storage: Storage;
  #cleanedBefore = 0;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /**
   * What is remembered of an earlier call with this token.
   * @throws AwsError IdempotentParameterMismatchException when that call asked for something else
   */
  find(token: string, fingerprint: string): RememberedToken | undefined {
    const now = Date.now();
    for (const generation of [generationOf(now), generationOf(now) - 1]) {
      const remembered = this.#storage.get<RememberedToken>(tokenKey(generation, token));
      if (!remembered || now - remembered.at >= LIFETIME_MS) continue;
      if (remembered.fingerprint === fingerprint) return remembered;
      throw new AwsError(
        'IdempotentParameterMismatchException',
        'Request uses the same client token but different parameters',
      );
    }
    return undefined;
  }

  /** The entry to store in the same batch as the transaction's changes. */
  entry(token: string, fingerprint: string, readUnits: [string, number][]): BatchOperation {
    const at = Date.now();
    return { type: 'put', key: tokenKey(generationOf(at), token), value: { fingerprint, at, readUnits } };
  }

  /** Forgets what is too old to matter. */
  clean(): void {
    const oldestNeeded = generationOf(Date.now()) - 1;
    if (oldestNeeded <= this.#cleanedBefore) return;
    this.#cleanedBefore = oldestNeeded;
    this.#storage.clear({ gte: rangeOf(tokenPrefix).gte, lt: tokenKey(oldestNeeded, '') });
  }
}

export function fingerprintOf(request: unknown): string {
  return hash('sha256', canonicalJson(request), 'base64');
}

function generationOf(at: number): number {
  return Math.floor(at / LIFETIME_MS);
}

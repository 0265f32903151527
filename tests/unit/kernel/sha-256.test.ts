import { createHash, createHmac } from 'node:crypto';
import { Sha256 as SdkSha256 } from '@smithy/core/checksum';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Sha256 } from '../../../shared/kernel/sha-256.ts';

describe('the hash of a signature', () => {
  it("is the SDK's and Node's, of any message in any pieces, with and without a secret", async () => {
    const secret = fc.option(fc.oneof(fc.string({ minLength: 1 }), fc.uint8Array({ minLength: 1 })), {
      nil: undefined,
    });
    await fc.assert(
      fc.asyncProperty(secret, fc.array(fc.uint8Array({ maxLength: 90 }), { maxLength: 3 }), async (secret, pieces) => {
        const [ours, sdks] = [new Sha256(secret), new SdkSha256(secret)];
        const nodes = secret === undefined ? createHash('sha256') : createHmac('sha256', secret);
        for (const piece of pieces) for (const hash of [ours, sdks, nodes]) hash.update(piece);
        const digest = Buffer.from(await ours.digest()).toString('hex');
        expect(digest).toBe(nodes.digest('hex'));
        expect(digest).toBe(Buffer.from(await sdks.digest()).toString('hex'));
        // Asked for again, as for each signature of a day.
        const again = new Sha256(secret);
        again.update(Buffer.concat(pieces));
        expect(Buffer.from(await again.digest()).toString('hex')).toBe(digest);
      }),
    );
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlatformAdapter } from '../../shared/platforms/contract/adapter.ts';
import type { DistributionContent } from '../../shared/platforms/contract/content.ts';
import type { PlatformMetrics } from '../../shared/platforms/contract/metrics.ts';
import type { HttpDouble } from '../doubles/http-double.ts';
import { startImageServer } from '../doubles/image-server.ts';
import { platformContext } from '../doubles/platform-context.ts';
import { expectFailure } from '../integration/platforms/contract.ts';

export interface Peer {
  adapter: PlatformAdapter;
  publishConfig: Record<string, unknown>;
  credentials(): Promise<unknown>;
  wrongCredentials: unknown;
  content: DistributionContent;
  /** What the server itself says of a public post; undefined when it has none. */
  read(externalId: string): Promise<Record<string, unknown> | undefined>;
  /** How many drafts, posts and uploads there are in all. */
  count(): Promise<number>;
  metrics: Partial<PlatformMetrics>;
}

/** The parts of the contract that a real server can show. */
export function describePeer(name: string, peer: Peer): void {
  const { adapter, content, publishConfig } = peer;

  describe(`a real ${name}`, () => {
    let images: HttpDouble;
    let credentials: unknown;
    beforeAll(async () => {
      images = await startImageServer();
      credentials = await peer.credentials();
    });
    afterAll(() => images.close());
    const context = (given: unknown = credentials) =>
      platformContext({ kind: adapter.rules.kind, publishConfig, credentials: given });
    const withImages = () => ({ ...content, mediaUrls: [`${images.url}/a.png`, `${images.url}/b.png`] });

    it('knows the account, and refuses a wrong password', async () => {
      const account = await adapter.verify(context());
      expect(account.accountId).not.toBe('');
      await expectFailure(adapter.verify(context(peer.wrongCredentials)), 'RECONNECT');
    });

    it('publishes text with a link, once however often it is asked', async () => {
      const post = context();
      const prepared = (await adapter.prepare?.(post, content, {})) ?? {};
      expect(await adapter.find?.(post, content, prepared)).toBe('absent');
      const first = await adapter.publish(post, content, prepared);
      const before = await peer.count();
      const { limit, ...same } = first;
      expect(await adapter.publish(post, content, prepared)).toMatchObject(same);
      expect(await peer.count()).toBe(before);
      expect(await peer.read(first.externalId)).toBeDefined();
      expect(await adapter.find?.(post, content, prepared)).toMatchObject({ externalId: first.externalId });
      expect(await adapter.find?.(post, content, {})).toMatchObject({ externalId: first.externalId });
    });

    it('publishes images', async () => {
      const post = context();
      const prepared = (await adapter.prepare?.(post, withImages(), {})) ?? {};
      const { externalId } = await adapter.publish(post, withImages(), prepared);
      expect(JSON.stringify(await peer.read(externalId))).toMatch(/wp-image-|app\.bsky\.embed\.images/);
    });

    it('resumes what was cut off wherever that was, and discards it without a trace', async () => {
      const before = await peer.count();
      const reference = { ...context(), now: () => Date.parse('2030-01-01') };
      const whole = (await adapter.prepare?.(reference, withImages(), {})) ?? {};
      for (const saved of reference.saves)
        expect(await adapter.prepare?.(reference, withImages(), saved)).toEqual(whole);
      await adapter.discard?.(reference, reference.saves[0] ?? {}, 'all');
      await adapter.discard?.(reference, whole, 'all');
      expect(await peer.count()).toBe(before);
    });

    it('gives figures of posts that it has, and none of deleted ones', async () => {
      const post = context();
      const prepared = (await adapter.prepare?.(post, content, {})) ?? {};
      const { externalId } = await adapter.publish(post, content, prepared);
      expect((await adapter.getMetrics(post, [externalId])).get(externalId)).toMatchObject(peer.metrics);
      await adapter.delete?.(post, externalId);
      await adapter.delete?.(post, externalId);
      expect(await peer.read(externalId)).toBeUndefined();
      expect(await adapter.getMetrics(post, [externalId])).toEqual(new Map());
    });
  });
}

export function peerSetting(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: start these tests with "npm run test:peers".`);
  return value;
}

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlatformAdapter } from '../../../shared/platforms/contract/adapter.ts';
import type { DistributionContent } from '../../../shared/platforms/contract/content.ts';
import type { PlatformMetrics } from '../../../shared/platforms/contract/metrics.ts';
import { PlatformError, type PlatformFailureClass } from '../../../shared/platforms/contract/platform-failure.ts';
import type { HttpDouble } from '../../doubles/http-double.ts';
import { startImageServer } from '../../doubles/image-server.ts';
import { platformContext, type TestContext } from '../../doubles/platform-context.ts';
import type { StandIn } from '../../doubles/stand-ins.ts';
import { describeAccess } from './contract-access.ts';
import { describeFailures } from './contract-failures.ts';
import { describePreparation } from './contract-preparation.ts';
import { describeThreads } from './contract-threads.ts';

/** What the contract has to know of a platform. */
export interface Subject {
  adapter: PlatformAdapter;
  /** Its entry in `tests/doubles/stand-ins.ts`. */
  start(): Promise<StandIn>;
  /** A valid post without media, with everything that the platform takes. */
  content: DistributionContent;
  /** Wrong in several ways at once, and what `validate` has to say of it. */
  invalid: {
    content: DistributionContent;
    problems: { field: string; code: string; limit?: number; actual?: number }[];
  };
  /** The figures that the stand-in gives; all others must be null. */
  metrics: Partial<PlatformMetrics>;
  /** Whether the adapter brings the media to the platform, as all do that do not say otherwise. */
  fetchesMedia?: boolean;
  /** Whether the platform says how many follow the account, as all do that do not say otherwise. */
  countsFollowers?: boolean;
}

export interface Fixture extends StandIn {
  images: HttpDouble;
  context(overrides?: Partial<Parameters<typeof platformContext>[0]>): TestContext;
  close(): Promise<void>;
}

/** The promises that every platform keeps, whatever it is. */
export function describeContract(subject: Subject): void {
  const { adapter, content } = subject;
  const { kind } = adapter.rules;
  const isBlind = adapter.rules.safety === 'blind';
  const withImages = (urls: string[]): DistributionContent => ({ ...content, mediaUrls: urls });

  describe(`${kind} keeps the platform contract`, () => {
    let fixture: Fixture;
    beforeEach(async () => {
      fixture = await startFixture(subject);
    });
    afterEach(() => fixture.close());

    it('accepts good content and names every problem of bad content at once', () => {
      expect(adapter.validate(content)).toEqual([]);
      const problems = adapter.validate(subject.invalid.content);
      expect(problems).toEqual(subject.invalid.problems.map((problem) => expect.objectContaining(problem)));
      for (const { message, remedy } of problems) {
        expect(message).toMatch(/\.$/);
        expect(remedy).toMatch(/\.$/);
      }
    });

    it('refuses a misspelt setting', () => {
      const problems = adapter.validate({
        ...content,
        platformSpecific: { ...content.platformSpecific, mispelt: 1 },
      });
      expect(problems).toEqual([
        expect.objectContaining({ field: '/platformSpecific/mispelt', code: 'unknown_field' }),
      ]);
    });

    it('verifies good credentials and has wrong ones reconnected', async () => {
      const account = await adapter.verify(fixture.context());
      expect(account).toEqual({
        accountId: expect.any(String),
        accountName: expect.any(String),
        followersCount: subject.countsFollowers === false ? null : expect.any(Number),
      });
      const wrong = fixture.context({ credentials: fixture.wrongCredentials });
      await expectFailure(adapter.verify(wrong), 'RECONNECT');
    });

    it('sends what the preview showed', async () => {
      await publish(adapter, fixture.context(), content);
      expect(fixture.double.posts).toEqual([expect.objectContaining(adapter.preview(content))]);
    });

    it('makes nothing public before the publish call, and one post by it', async () => {
      const context = fixture.context();
      const images = withImages([`${fixture.images.url}/1.png`, `${fixture.images.url}/2.png`]);
      const prepared = (await adapter.prepare?.(context, images, {})) ?? {};
      expect(fixture.double.posts).toEqual([]);
      const result = await adapter.publish(context, images, prepared);
      expect(fixture.double.posts).toHaveLength(1);
      expect(result.externalId).not.toBe('');
      expect(result.externalUrl).toMatch(/^https?:\/\//);
    });

    it.skipIf(isBlind)('leaves one post when the publish call is repeated, and names it', async () => {
      const context = fixture.context();
      const prepared = (await adapter.prepare?.(context, content, {})) ?? {};
      const first = await adapter.publish(context, content, prepared);
      const again = adapter.publish(context, content, prepared).then(({ externalId }) => externalId);
      // A repetition is harmless, or refused with the name of what stands there.
      const named = adapter.rules.safety === 'idempotent' ? again : again.catch(existingId);
      expect(await named).toBe(first.externalId);
      expect(fixture.double.posts).toHaveLength(1);
    });

    it.runIf(isBlind)(
      'says that it is blind: a repetition makes a second post, and nothing finds the first',
      async () => {
        const context = fixture.context();
        const first = await adapter.publish(context, content, {});
        const again = await adapter.publish(context, content, {});
        expect(again.externalId).not.toBe(first.externalId);
        expect(fixture.double.posts).toHaveLength(2);
        expect(adapter.find).toBeUndefined();
      },
    );

    it.skipIf(isBlind)('can find what it published', () => {
      expect(adapter.find).toBeTypeOf('function');
    });

    it('publishes by one single call what is prepared', async () => {
      const context = fixture.context();
      const images = withImages([`${fixture.images.url}/1.png`, `${fixture.images.url}/2.png`]);
      const prepared = (await adapter.prepare?.(context, images, {})) ?? {};
      const before = fixture.double.requests.length;
      await adapter.publish(context, images, prepared);
      expect(fixture.double.requests).toHaveLength(before + 1);
    });

    it('reads its own id out of the address of a post, where the address has it', async () => {
      const { externalId, externalUrl } = await publish(adapter, fixture.context(), content);
      expect([externalId, undefined]).toContain(adapter.externalIdOf?.(externalUrl!));
      expect(adapter.externalIdOf?.('https://example.com/')).toBeUndefined();
    });

    it('gives the figures that the platform gives, and null for the others', async () => {
      const context = fixture.context();
      const { externalId } = await publish(adapter, context, content);
      const found = await adapter.getMetrics(context, [externalId]);
      const { platformMetrics, ...figures } = found.get(externalId)!;
      expect(figures).toEqual({ ...allNull, ...subject.metrics });
      expect(platformMetrics).toBeTypeOf('object');
    });

    it('leaves out of the figures what the platform no longer knows', async () => {
      const context = fixture.context();
      const { externalId } = await publish(adapter, context, content);
      await adapter.delete?.(context, externalId);
      expect(await adapter.getMetrics(context, [externalId])).toEqual(new Map());
    });

    it('deletes a post, and succeeds when it is gone already', async () => {
      const context = fixture.context();
      const { externalId } = await publish(adapter, context, content);
      await adapter.delete?.(context, externalId);
      expect(fixture.double.posts).toEqual([]);
      await adapter.delete?.(context, externalId);
    });

    describePreparation(subject, () => fixture);
    describeThreads(subject, () => fixture);
    describeFailures(subject, () => fixture);
    describeAccess(subject, () => fixture);
  });
}

const allNull = {
  impressions: null,
  reach: null,
  engagements: null,
  clicks: null,
  shares: null,
  comments: null,
  likes: null,
  saves: null,
  videoViews: null,
  videoWatchTimeSeconds: null,
  followersGained: null,
  followersLost: null,
};

export async function startFixture(subject: Subject): Promise<Fixture> {
  const started = await subject.start();
  const images = await startImageServer();
  const account = { kind: subject.adapter.rules.kind, publishConfig: started.publishConfig };
  const credentials = await accessOf(subject.adapter, { ...account, credentials: started.credentials });
  return {
    ...started,
    credentials,
    images,
    context: (overrides = {}) => platformContext({ ...account, credentials, ...overrides }),
    close: async () => {
      await Promise.all([started.double.close(), images.close()]);
    },
  };
}

/** The credentials that calls are made with: where the platform needs a login first, after it. */
async function accessOf(
  { session }: PlatformAdapter,
  account: Parameters<typeof platformContext>[0],
): Promise<unknown> {
  if (session?.needsRefresh(account.credentials, Date.now()) !== true) return account.credentials;
  return session.refresh(platformContext(account));
}

export async function publish(adapter: PlatformAdapter, context: TestContext, content: DistributionContent) {
  const prepared = (await adapter.prepare?.(context, content, {})) ?? {};
  return adapter.publish(context, content, prepared);
}

export async function expectFailure(call: Promise<unknown>, expected: PlatformFailureClass): Promise<PlatformError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(PlatformError);
  expect((error as PlatformError).failure.class).toBe(expected);
  expect((error as PlatformError).remedy).toMatch(/\.$/);
  return error as PlatformError;
}

/** What a refusal as a duplicate says stands there. */
function existingId(error: unknown): string | undefined {
  const failure = error instanceof PlatformError ? error.failure : undefined;
  return failure?.class === 'DUPLICATE' ? failure.existingId : undefined;
}

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Access } from '../../../shared/accounts/access/access.ts';
import { type CallLimits, withAccess } from '../../../shared/accounts/access/with-access.ts';
import type { Prepared, PublishContext } from '../../../shared/platforms/contract/adapter.ts';
import { publishContext } from '../../../shared/posts/publishing/publication-of.ts';
import { aPlatform } from '../../support/factories.ts';
import { expectFailure, type Fixture, type Subject } from './contract.ts';

const limits: CallLimits = { callMs: 10_000, totalMs: 30_000, unanswered: 'RETRY_LATER' };

/** What every platform with a session promises: whatever is called when the access has ended, one renewal is enough. */
export function describeAccess({ adapter, content }: Subject, fixture: () => Fixture): void {
  describe.runIf(adapter.session !== undefined)('where the access has ended', () => {
    let access: Access;
    let publication: PublishContext['publication'];
    let saved: Prepared;
    beforeEach(async () => {
      vi.stubEnv('API_URL', 'http://127.0.0.1:1');
      vi.stubEnv('ALLOW_LOOPBACK_ADDRESSES', 'true');
      access = heldAccess(fixture());
      publication = fixture().context().publication;
      saved = {};
      await access.load(0);
    });
    afterEach(() => vi.unstubAllEnvs());

    const session = () => fixture().session!;
    const pictures = () => ({
      ...content,
      mediaUrls: [`${fixture().images.url}/1.png`, `${fixture().images.url}/2.png`],
    });
    const save = async (prepared: Prepared) => {
      saved = structuredClone(prepared);
    };
    const call = <Result>(work: (context: PublishContext) => Promise<Result>): Promise<Result> =>
      withAccess(access, limits, (context) => work(publishContext(context, publication, save)));

    const prepare = () => call(async (context) => (await adapter.prepare?.(context, pictures(), saved)) ?? {});

    it('every kind of call is made again with renewed access, renewed exactly once', async () => {
      const afterTheEnd = async <Result>(kind: string, work: () => Promise<Result>): Promise<Result> => {
        session().expire();
        const before = session().renewals();
        const result = await work();
        expect([kind, session().renewals() - before]).toEqual([kind, 1]);
        return result;
      };
      await afterTheEnd('verify', () => call((context) => adapter.verify(context)));
      const prepared = await afterTheEnd('prepare', prepare);
      const { externalId } = await afterTheEnd('publish', () =>
        call((context) => adapter.publish(context, pictures(), prepared)),
      );
      const found = await afterTheEnd('find', () => call((context) => adapter.find!(context, pictures(), prepared)));
      expect(found).toMatchObject({ externalId });
      const figures = await afterTheEnd('getMetrics', () =>
        call((context) => adapter.getMetrics(context, [externalId])),
      );
      expect([...figures.keys()]).toEqual([externalId]);
      if (adapter.discard !== undefined) {
        await afterTheEnd('discard', () => call((context) => adapter.discard!(context, prepared, 'all')));
      }
      expect(fixture().double.posts).toHaveLength(1);
    });

    it('a preparation goes on wherever the access ends in it, and the post is whole', async () => {
      const { double } = fixture();
      const asked = double.requests.length;
      await prepare();
      const calls = double.requests.length - asked;
      expect(calls).toBeGreaterThan(1);
      for (let end = 0; end < calls; end++) {
        publication = fixture().context().publication;
        saved = {};
        const before = session().renewals();
        let left = end;
        double.letChoose(() => {
          if (left-- === 0) session().expire();
          return undefined;
        });
        const prepared = await prepare();
        expect(session().renewals() - before).toBe(1);
        const body = `${content.body} ${end}`;
        await call((context) => adapter.publish(context, { ...pictures(), body }, prepared));
        expect(double.posts).toHaveLength(end + 1);
      }
    });

    it('a second refusal is told as it is, after one renewal', async () => {
      const { double } = fixture();
      session().expire();
      const before = session().renewals();
      // Whatever is renewed has ended again when the call comes.
      const always = call((context) => {
        session().expire();
        return adapter.publish(context, content, {});
      });
      await expectFailure(always, 'AUTH_EXPIRED');
      expect(session().renewals() - before).toBe(1);
      expect(double.posts).toEqual([]);
    });
  });

  /** Access as the publisher has it, with its credentials in memory instead of the credential store. */
  function heldAccess({ publishConfig, session, context }: Fixture): Access {
    let credentials = session!.credentials;
    const renew = async () => {
      credentials = await adapter.session!.refresh(context({ credentials }));
    };
    return {
      account: aPlatform({ kind: adapter.rules.kind as 'sandbox', publishConfig }),
      canRenew: true,
      load: async () => {
        if (adapter.session!.needsRefresh(credentials, Date.now())) await renew();
      },
      renew,
      credentials: () => adapter.schemas.credentials.parse(credentials),
    };
  }
}

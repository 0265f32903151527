import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createSafeFetch } from '../../../shared/platforms/http/safe-fetch.ts';
import type { Fault } from '../../doubles/http-double.ts';
import { expectFailure, type Fixture, publish, type Subject } from './contract.ts';

/** What every platform promises when things go wrong. */
export function describeFailures(subject: Subject, fixture: () => Fixture): void {
  const { adapter, content } = subject;

  describe('when the outcome is unknown', () => {
    const lost: [string, Fault, 'found' | 'absent'][] = [
      ['no answer came and the post was made', 'hangAfter', 'found'],
      ['no answer came and the post was not made', 'hangBefore', 'absent'],
      ['the connection was reset after the post was made', 'resetAfter', 'found'],
      ['the connection was reset before the post was made', 'resetBefore', 'absent'],
    ];
    it.each(lost)('%s: says so, and find tells which', async (_, fault, outcome) => {
      const { double, context } = fixture();
      const controller = new AbortController();
      const given = context({ signal: controller.signal });
      const prepared = (await adapter.prepare?.(given, content, {})) ?? {};
      double.misbehave({ fault, on: double.isPublish });
      void double.nextHang().then(() => controller.abort());
      await expectFailure(adapter.publish(given, content, prepared), 'UNKNOWN_OUTCOME');

      const later = { ...given, signal: new AbortController().signal };
      // A blind platform cannot tell: its outcome stays unknown until a person has looked.
      const found = adapter.find === undefined ? undefined : await adapter.find(later, content, prepared);
      const post = { externalId: expect.any(String), externalUrl: expect.stringMatching(/^https?:/) };
      if (adapter.rules.safety === 'blind') expect(found).toBeUndefined();
      else expect(found).toEqual(outcome === 'absent' ? 'absent' : expect.objectContaining(post));
      expect(double.posts).toHaveLength(outcome === 'found' ? 1 : 0);
    });

    it('a server error on the publish call is unknown too', async () => {
      const { double, context } = fixture();
      double.misbehave({ fault: double.answers.serverError(), on: double.isPublish });
      await expectFailure(publish(adapter, context(), content), 'UNKNOWN_OUTCOME');
    });

    it('a refused connection is none: nothing was sent', async () => {
      const { double, context } = fixture();
      const given = context();
      const prepared = (await adapter.prepare?.(given, content, {})) ?? {};
      await double.close();
      await expectFailure(adapter.publish(given, content, prepared), 'RETRY_LATER');
      await expectFailure(adapter.verify(given), 'RETRY_LATER');
    });

    it('a server error of any other call is tried again later', async () => {
      const { double, context } = fixture();
      double.misbehave({ fault: double.answers.serverError(), times: 3 });
      await expectFailure(adapter.verify(context()), 'RETRY_LATER');
    });
  });

  it('comes back when the platform says, after a rate limit', async () => {
    const { double, context } = fixture();
    const resetAt = Math.ceil(Date.now() / 1000) * 1000 + 60_000;
    double.misbehave({ fault: double.answers.rateLimited(resetAt), on: double.isPublish });
    const { failure } = await expectFailure(publish(adapter, context(), content), 'RATE_LIMITED');
    const retryAt = 'retryAt' in failure ? (failure.retryAt ?? 0) : 0;
    expect(Math.abs(retryAt - resetAt)).toBeLessThanOrEqual(1500);
    expect(double.posts).toEqual([]);
  });

  it('tells a rejected post from refused credentials', async () => {
    const { double, context } = fixture();
    double.misbehave({ fault: double.answers.rejected, on: double.isPublish });
    await expectFailure(publish(adapter, context(), content), 'CONTENT_REJECTED');
    double.misbehave({ fault: double.answers.unauthorized, on: double.isPublish });
    await expectFailure(publish(adapter, context(), content), 'RECONNECT');
  });

  it.skipIf(subject.fetchesMedia === false)('names the medium that cannot be used', async () => {
    const { images, context } = fixture();
    const tooLarge = `/large.png?bytes=${adapter.rules.media.maxBytes}`;
    for (const path of ['/missing.png', '/page.html', '/broken.png', '/moved/6', tooLarge]) {
      const bad = { ...content, mediaUrls: [`${images.url}/1.png`, images.url + path] };
      const { failure } = await expectFailure(adapter.prepare!(context(), bad, {}), 'CONTENT_REJECTED');
      expect(failure).toEqual({ class: 'CONTENT_REJECTED', field: '/mediaUrls/1' });
    }
  });

  it('asks nothing of an address that the policy refuses', async () => {
    const { double, images, context } = fixture();
    const before = double.requests.length;
    const strict = { ...context(), fetch: createSafeFetch('public') };
    const { message } = await expectFailure(adapter.verify(strict), 'RECONNECT');
    expect(message).toContain('127.0.0.1');
    expect(double.requests).toHaveLength(before);
    expect(images.requests).toEqual([]);
  });

  it('lets no credential into an error, whatever the platform answers', async () => {
    const { double, credentials, context } = fixture();
    const { serverError, unauthorized, rejected, rateLimited } = double.answers;
    const faults: Fault[] = [
      'resetAfter',
      'resetBefore',
      serverError(),
      unauthorized,
      rejected,
      rateLimited(Date.now()),
    ];
    const { externalId } = await publish(adapter, context(), content);
    const calls = [
      () => adapter.verify(context()),
      () => publish(adapter, context(), { ...content, body: `${content.body} again` }),
      () => adapter.find?.(context(), content, {}),
      () => adapter.delete?.(context(), externalId),
      () => adapter.getMetrics(context(), [externalId]),
      () => adapter.session?.refresh(context()),
    ];
    for (const fault of faults) {
      for (const call of calls) {
        double.misbehave({ fault, times: 1 });
        const error = await Promise.resolve(call()).catch((thrown: unknown) => thrown);
        const shown = error instanceof Error ? inspect(error, { depth: 10, showHidden: true }) : '';
        for (const secret of stringsIn(credentials)) expect(shown).not.toContain(secret);
      }
    }
  });
}

/** Handles and names are no secrets, and short enough to be ordinary words. */
function stringsIn(value: unknown, key = ''): string[] {
  if (typeof value === 'string')
    return ['username', 'identifier', 'handle', 'did', 'pdsUrl', 'clientId'].includes(key) ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => stringsIn(inner, name));
}

import { describe, expect, it } from 'vitest';
import type { PostReference, PublishResult } from '../../../shared/platforms/contract/adapter.ts';
import type { DistributionContent } from '../../../shared/platforms/contract/content.ts';
import type { TestContext } from '../../doubles/platform-context.ts';
import { expectFailure, type Fixture, type Subject } from './contract.ts';

/** What every platform promises of threads, or that it takes none. */
export function describeThreads({ adapter, content }: Subject, fixture: () => Fixture): void {
  const texts = ['The second.', 'The third.', 'The fourth & last, see example.org'];
  const thread: DistributionContent = { ...content, platformSpecific: { ...content.platformSpecific, thread: texts } };

  if (adapter.rules.thread === undefined) {
    it('takes no thread, and says so', () => {
      expect(adapter.parts).toBeUndefined();
      const problems = adapter.validate(thread);
      expect(problems).toEqual([expect.objectContaining({ field: '/platformSpecific/thread', code: 'unknown_field' })]);
      const comment = { ...content, platformSpecific: { ...content.platformSpecific, firstComment: 'First!' } };
      expect(adapter.rules.firstComment).toBeUndefined();
      expect(adapter.validate(comment)).toEqual([
        expect.objectContaining({ field: '/platformSpecific/firstComment', code: 'unknown_field' }),
      ]);
    });
    return;
  }

  const { max } = adapter.rules.thread;
  const parts = adapter.parts!(thread);

  /** Publishes the parts from one number on, as a worker does that knows what was saved of those before. */
  const publishParts = async (context: TestContext, from: number, to: number, known: PostReference[]) => {
    const prepared = (await adapter.prepare?.(context, thread, {})) ?? {};
    const results: PublishResult[] = [];
    for (let part = from; part < to; part++) {
      const before = [...known, ...results];
      results.push(await adapter.publish(at(context, part, before), parts[part]!, prepared));
    }
    return { prepared, references: results.map(saved) };
  };

  describe('as a thread', () => {
    it('is several posts, and one where nothing follows', () => {
      expect(parts.map(({ body }) => body)).toEqual([content.body, ...texts]);
      expect(parts.slice(1).every(({ mediaUrls, linkUrl }) => mediaUrls === undefined && linkUrl === undefined)).toBe(
        true,
      );
      expect(adapter.parts!(content)).toEqual([content]);
    });

    it('is judged post by post, each told of by its place, and takes so many and no more', () => {
      expect(adapter.validate(thread)).toEqual([]);
      const tooLong = 'x'.repeat(1000);
      const bad = { ...thread, platformSpecific: { thread: ['Fine.', tooLong, ' '] } };
      const fields = adapter.validate(bad).map(({ field, code }) => [field, code]);
      expect(fields).toEqual([
        ['/platformSpecific/thread/1', 'text_too_long'],
        ['/platformSpecific/thread/2', 'text_required'],
      ]);
      const numbered = Array.from({ length: max + 1 }, (_, index) => `Number ${index}.`);
      expect(adapter.validate({ ...content, platformSpecific: { thread: numbered } })).toEqual([
        expect.objectContaining({ code: 'too_many_parts', limit: max, actual: max + 1 }),
      ]);
      expect(adapter.validate({ ...content, platformSpecific: { thread: numbered.slice(1) } })).toEqual([]);
      expect(adapter.validate({ ...content, platformSpecific: { thread: 'one' } })).not.toEqual([]);
    });

    it('is a first comment where that is what follows: two posts, judged, counted and shown as such', () => {
      const comment = (text: string) => ({
        ...content,
        platformSpecific: { ...content.platformSpecific, firstComment: text },
      });
      const two = { ...content, platformSpecific: { ...content.platformSpecific, thread: texts.slice(0, 1) } };
      expect(adapter.rules.firstComment).toBe(true);
      expect(adapter.validate(comment(texts[0]!))).toEqual([]);
      expect(adapter.parts!(comment(texts[0]!))).toEqual(adapter.parts!(two));
      const { thread: [shown] = [], ...first } = adapter.preview(two) as { thread?: unknown[] };
      expect(adapter.preview(comment(texts[0]!))).toEqual({ ...first, firstComment: shown });
      const problemsOf = (text: string) => adapter.validate(comment(text)).map(({ field, code }) => [field, code]);
      expect(problemsOf('x'.repeat(1000))).toEqual([['/platformSpecific/firstComment', 'text_too_long']]);
      expect(problemsOf(' ')).toEqual([['/platformSpecific/firstComment', 'text_required']]);
      const both = { ...two, platformSpecific: { ...two.platformSpecific, firstComment: 'And this.' } };
      expect(adapter.validate(both)).toEqual([
        expect.objectContaining({ field: '/platformSpecific/firstComment', code: 'thread_and_first_comment' }),
      ]);
    });

    it('goes out in order, each post answering to the one before, as the preview showed', async () => {
      const { double, context } = fixture();
      const { references } = await publishParts(context(), 0, parts.length, []);
      expect(double.links!()).toEqual(chain(references));
      const { thread: following, ...first } = adapter.preview(thread);
      const shown = [first, ...(following as Record<string, unknown>[])];
      expect(double.posts).toEqual(shown.map((post) => expect.objectContaining(post)));
    });

    it('carries its media in the first post alone', async () => {
      const { double, images, context } = fixture();
      const mediaUrls = [`${images.url}/1.png`];
      const own = context();
      const prepared = (await adapter.prepare?.(own, { ...thread, mediaUrls }, {})) ?? {};
      const [first, second] = adapter.parts!({ ...thread, mediaUrls });
      const root = await adapter.publish(own, first!, prepared);
      await adapter.publish(at(own, 1, [root]), second!, prepared);
      const withMedia = double.posts.map((post) => /1\.png|media_ids|embed\.images/.test(JSON.stringify(post)));
      expect(withMedia).toEqual([true, false]);
    });

    it.skipIf(adapter.find === undefined)('can be found post by post', async () => {
      const { context } = fixture();
      const own = context();
      const prepared = (await adapter.prepare?.(own, thread, {})) ?? {};
      const known: PostReference[] = [];
      for (const [part, one] of parts.entries()) {
        const there = at(own, part, known);
        expect(await adapter.find!(there, one, prepared)).toBe('absent');
        const { externalId, reference } = await adapter.publish(there, one, prepared);
        expect(await adapter.find!(there, one, prepared)).toMatchObject({
          externalId,
          ...(reference !== undefined && { reference }),
        });
        known.push({ externalId, ...(reference !== undefined && { reference }) });
      }
      for (const [part, one] of parts.entries()) {
        expect(await adapter.find!(at(own, part, known), one, prepared)).toMatchObject({
          externalId: known[part]!.externalId,
        });
      }
    });

    it('goes on where it was cut off, in one unbroken chain', async () => {
      const { double, context } = fixture();
      const own = context();
      const { references } = await publishParts(own, 0, 2, []);
      const later = { ...own, signal: new AbortController().signal };
      const rest = await publishParts(later, 2, parts.length, structuredClone(references));
      expect(double.links!()).toEqual(chain([...references, ...rest.references]));
    });

    it('loses the answer to one of its posts, and the others stand as they were', async () => {
      const { double, context } = fixture();
      const controller = new AbortController();
      const own = context({ signal: controller.signal });
      const { prepared, references } = await publishParts(own, 0, 2, []);
      double.misbehave({ fault: 'hangAfter', on: double.isPublish });
      void double.nextHang().then(() => controller.abort());
      await expectFailure(adapter.publish(at(own, 2, references), parts[2]!, prepared), 'UNKNOWN_OUTCOME');
      expect(double.posts).toHaveLength(3);
      const there = at({ ...own, signal: new AbortController().signal }, 2, references);
      const found = await adapter.find?.(there, parts[2]!, prepared);
      if (adapter.find !== undefined) expect(found).toMatchObject({ externalId: double.links!()[2]!.id });
    });
  });
}

/** The context of one part, told of what stands before it. */
function at(context: TestContext, part: number, before: PostReference[]): TestContext {
  const [root, parent] = [before[0], before[part - 1]];
  const replyTo = part === 0 ? {} : { replyTo: { root: saved(root!), parent: saved(parent!) } };
  return { ...context, publication: { ...context.publication, part, ...replyTo } };
}

/** What is kept of a post for those that follow. */
function saved({ externalId, reference }: PostReference): PostReference {
  return { externalId, ...(reference !== undefined && { reference }) };
}

function chain(references: PostReference[]) {
  return references.map(({ externalId: id }, index) =>
    expect.objectContaining(index === 0 ? { id } : { id, parent: references[index - 1]!.externalId }),
  );
}

import { describe, expect, it } from 'vitest';
import type { DistributionContent } from '../../../shared/platforms/contract/content.ts';
import type { TestContext } from '../../doubles/platform-context.ts';
import { type Fixture, type Subject, startFixture } from './contract.ts';

/** What every platform promises of the invisible work before a post: resumed wherever it was cut off, undone whole. */
export function describePreparation(subject: Subject, fixture: () => Fixture): void {
  const { adapter, content } = subject;
  const withImages = (urls: string[]): DistributionContent => ({ ...content, mediaUrls: urls });
  const countSaves = async (images: DistributionContent): Promise<number> => {
    const whole = await startFixture(subject);
    const context = whole.context();
    await adapter.prepare?.(context, images, {});
    await whole.close();
    return context.saves.length;
  };
  const prepareUntil = (context: TestContext, images: DistributionContent, cut: number, when: 'before' | 'after') =>
    expect(adapter.prepare!(endsAtSave(context, cut, when), images, {})).rejects.toThrow('The process ended.');

  it('resumes prepare wherever it was cut off, without doing anything twice', async () => {
    const images = withImages([`${fixture().images.url}/1.png`, `${fixture().images.url}/2.png`]);
    const reference = fixture().context();
    await adapter.prepare?.(reference, images, {});
    for (const cut of reference.saves.keys()) {
      const context = fixture().context();
      const cutOff = endsAtSave(context, cut, 'after');
      await expect(adapter.prepare?.(cutOff, images, {})).rejects.toThrow('The process ended.');
      const resumed = (await adapter.prepare?.(context, images, context.saves.at(-1) ?? {})) ?? {};
      await adapter.publish(context, { ...images, title: `${images.title}`, body: `${images.body} ${cut}` }, resumed);
      expect(fixture().double.posts).toHaveLength(cut + 1);
      await adapter.discard?.(context, resumed, 'all');
    }
  });

  it('finds again what a run made that ended before it saved its name', async () => {
    const images = withImages([`${fixture().images.url}/1.png`, `${fixture().images.url}/2.png`]);
    const cuts = await countSaves(images);
    for (let cut = 0; cut < cuts; cut++) {
      const context = fixture().context();
      await prepareUntil(context, images, cut, 'before');
      const again = { ...context, publication: { ...context.publication, isRepeated: true } };
      const prepared = await adapter.prepare!(again, images, context.saves.at(-1) ?? {});
      await adapter.publish(context, { ...images, title: `${images.title}`, body: `${images.body} ${cut}` }, prepared);
      expect(fixture().double.posts).toHaveLength(cut + 1);
      expect(fixture().double.leftovers()).toEqual([]);
    }
  });

  it('leaves nothing behind when what was prepared is discarded, twice if need be', async () => {
    const context = fixture().context();
    const images = withImages([`${fixture().images.url}/1.png`, `${fixture().images.url}/2.png`]);
    const prepared = (await adapter.prepare?.(context, images, {})) ?? {};
    await adapter.discard?.(context, prepared, 'all');
    await adapter.discard?.(context, prepared, 'all');
    expect(fixture().double.leftovers()).toEqual([]);
    expect(fixture().double.posts).toEqual([]);
  });

  describe.skipIf(adapter.discard === undefined)('discards what a cut-off prepare left', () => {
    it.each(['before', 'after'] as const)('with the prepared names as they were %s each save', async (when) => {
      const images = withImages([`${fixture().images.url}/1.png`, `${fixture().images.url}/2.png`]);
      const cuts = await countSaves(images);
      for (let cut = 0; cut < cuts; cut++) {
        const context = fixture().context();
        // Before the save takes effect: the last thing made has no name.
        await prepareUntil(context, images, cut, when);
        await adapter.discard!(context, context.saves.at(-1) ?? {}, 'all');
        expect(fixture().double.leftovers()).toEqual([]);
      }
    });

    it('with no prepared names at all: by the marks on what was made', async () => {
      const images = withImages([`${fixture().images.url}/1.png`, `${fixture().images.url}/2.png`]);
      const cuts = await countSaves(images);
      for (let cut = 0; cut < cuts; cut++) {
        const context = fixture().context();
        await prepareUntil(context, images, cut, 'after');
        await adapter.discard!(context, {}, 'all');
        expect(fixture().double.leftovers()).toEqual([]);
      }
    });

    it('and nothing of another version of the text, wherever it was cut off', async () => {
      const images = withImages([`${fixture().images.url}/1.png`]);
      const cuts = await countSaves(images);
      for (let cut = 0; cut < cuts; cut++) {
        const edited = { ...images, body: `${images.body} Edited ${cut}.` };
        const old = fixture().context();
        const renewed = { ...fixture().context(), publication: { ...old.publication, textVersion: 2 } };
        await prepareUntil(old, images, cut, 'before');
        const prepared = await adapter.prepare!(renewed, edited, {});
        for (const saved of [old.saves.at(-1) ?? {}, {}]) await adapter.discard!(old, saved, 'all');
        await adapter.publish(renewed, edited, prepared);
        const standing = fixture().double.leftovers();
        for (const [context, saved] of [
          [renewed, {}],
          [renewed, prepared],
          [old, {}],
        ] as const)
          await adapter.discard!(context, saved, 'all');
        expect(fixture().double.posts).toHaveLength(cut + 1);
        expect(JSON.stringify(fixture().double.posts.at(-1))).toContain(`Edited ${cut}.`);
        expect(fixture().double.leftovers()).toEqual(standing);
      }
    });

    it('so that a new text starts anew, with what the old one left still there', async () => {
      const images = withImages([`${fixture().images.url}/1.png`]);
      const old = fixture().context();
      const before = await adapter.prepare!(old, images, {});
      const renewed = { ...fixture().context(), publication: { ...old.publication, textVersion: 2 } };
      const edited = { ...images, body: `${images.body} Edited.` };
      await prepareUntil(renewed, edited, 0, 'after');
      const prepared = await adapter.prepare!(renewed, edited, renewed.saves.at(-1)!);
      await adapter.publish(renewed, edited, prepared);
      expect(JSON.stringify(fixture().double.posts)).toContain('Edited.');
      await adapter.discard!(old, before, 'all');
      expect(fixture().double.posts).toHaveLength(1);
    });
  });

  it('takes away what a lost worker made beside the one that took over, and nothing else', async () => {
    if (adapter.discard === undefined) return;
    const images = withImages([`${fixture().images.url}/1.png`, `${fixture().images.url}/2.png`]);
    const cuts = await countSaves(images);
    for (let cut = 0; cut <= cuts; cut++) {
      const context = fixture().context();
      const lost = { ...fixture().context(), publication: context.publication };
      // Neither knows of the other: the lost one's requests came late.
      if (cut < cuts) await prepareUntil(lost, images, cut, 'before');
      else await adapter.prepare!(lost, images, {});
      const prepared = await adapter.prepare!(context, images, {});
      await adapter.discard(context, prepared, 'strays');
      await adapter.discard(context, prepared, 'strays');
      await adapter.publish(context, images, prepared);
      await adapter.discard(context, prepared, 'strays');
      expect(fixture().double.posts).toHaveLength(cut + 1);
      expect(fixture().double.leftovers()).toEqual([]);
    }
  });

  it('does not take down a public post or its images when any old prepared names are discarded', async () => {
    const context = fixture().context();
    const images = withImages([`${fixture().images.url}/1.png`, `${fixture().images.url}/2.png`]);
    const prepared = (await adapter.prepare?.(context, images, {})) ?? {};
    await adapter.publish(context, images, prepared);
    const standing = fixture().double.leftovers();
    for (const old of [prepared, ...context.saves, {}]) await adapter.discard?.(context, old, 'all');
    expect(fixture().double.posts).toHaveLength(1);
    expect(fixture().double.leftovers()).toEqual(standing);
  });
}

/** A context whose process ends at its save number `cut`, before or after it takes effect. */
function endsAtSave(context: TestContext, cut: number, when: 'before' | 'after'): TestContext {
  let saves = 0;
  return {
    ...context,
    async save(prepared) {
      const ends = saves++ === cut;
      if (ends && when === 'before') throw new Error('The process ended.');
      await context.save({ ...prepared });
      if (ends) throw new Error('The process ended.');
    },
  };
}

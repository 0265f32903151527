import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Places, type Tenant } from '../../../infra/local/lambda/places.ts';

const MAX = 14;

/** A function whose environments run and rest as told. */
class Pool implements Tenant {
  runs = 0;
  stalled = 0;
  rests: number[] = [];
  startNext(): void {}
  endLongestResting(): void {
    this.rests.shift();
  }
  get size(): number {
    return this.runs + this.rests.length;
  }
  get restsSince(): number | undefined {
    return this.rests[0];
  }
}

const made = (count: number) => {
  const places = new Places(MAX);
  const functions = Array.from({ length: count }, () => new Pool());
  for (const one of functions) places.add(one);
  return { places, functions };
};

it('a function of which nothing runs gets an environment, though every place is taken: the others may wait for it', () => {
  const { places, functions } = made(2);
  const [busy, needed] = functions as [Pool, Pool];
  while (places.take(busy)) busy.runs += 1;
  expect(busy.runs).toBe(MAX);
  expect(places.take(needed)).toBe(true);
  needed.runs = 1;
  expect(places.take(needed)).toBe(false);
});

it('more than the least number get an environment while there is memory, and then one that rests makes place', () => {
  let hasMemory = true;
  const places = new Places(MAX, () => hasMemory);
  const functions = Array.from({ length: 4 * MAX }, () => new Pool());
  for (const one of functions) places.add(one);
  const started = functions.filter((one, index) => {
    hasMemory = index < 3 * MAX;
    if (!places.take(one)) return false;
    one.rests = [performance.now()];
    return true;
  });
  expect(started.length).toBe(functions.length);
  expect(functions.filter(({ size }) => size > 0).length).toBe(3 * MAX);
});

it('one that only waits for somebody takes no place from those that work', () => {
  const { places, functions } = made(1);
  const [waiting] = functions as [Pool];
  Object.assign(waiting, { runs: MAX, stalled: 3 });
  expect(places.take(waiting)).toBe(true);
});

it('whatever starts, ends and rests, all functions together have their maximum and one for each that had none', () => {
  const steps = fc.array(fc.tuple(fc.nat(5), fc.constantFrom('start', 'rest', 'wake')), { maxLength: 200 });
  fc.assert(
    fc.property(steps, (all) => {
      const { places, functions } = made(6);
      for (const [time, [index, step]] of all.entries()) {
        const one = functions[index]!;
        if (step === 'start' && places.take(one)) one.runs += 1;
        if (step === 'rest' && one.runs > 0) {
          one.runs -= 1;
          one.rests.push(time);
        }
        if (step === 'wake' && one.rests.pop() !== undefined) one.runs += 1;
        expect(functions.reduce((sum, { size }) => sum + size, 0)).toBeLessThanOrEqual(MAX + functions.length);
      }
    }),
  );
});

it('the environment that has rested longest of all makes place', () => {
  const { places, functions } = made(3);
  const [first, second, third] = functions as [Pool, Pool, Pool];
  first.rests = [5, 6];
  second.rests = [4];
  second.runs = MAX - 3;
  third.runs = 0;
  expect(places.take(third)).toBe(true);
  expect([first.rests, second.rests]).toEqual([[5, 6], []]);
});

it('no function loses its only environment, used a moment ago, to the second one of another', () => {
  const { places, functions } = made(3);
  const [only, several, growing] = functions as [Pool, Pool, Pool];
  const now = performance.now();
  only.rests = [now - 20];
  several.rests = [now - 10, now - 5];
  growing.runs = MAX - 3;
  expect(places.take(growing)).toBe(true);
  expect([only.rests.length, several.rests.length]).toEqual([1, 1]);
  growing.runs += 1;
  expect(places.take(growing)).toBe(false);
  only.rests = [now - 60_000];
  expect(places.take(growing)).toBe(true);
  expect(only.rests).toEqual([]);
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { once } from '../../../shared/kernel/once.ts';
import { endWithin } from '../../../shared/kernel/time/end-within.ts';
import { timeLimit } from '../../../shared/kernel/time/time-limit.ts';

describe('a limit of time', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('ends work when its time is over, and not before', () => {
    const { signal } = timeLimit(1_000);
    vi.advanceTimersByTime(999);
    expect(signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect(signal.reason).toMatchObject({ name: 'TimeoutError' });
  });

  it('ends work with the one that it is part of, also where that has ended before', () => {
    const outer = new AbortController();
    const { signal } = timeLimit(1_000, outer.signal);
    outer.abort(new Error('The function ends.'));
    expect(signal.reason).toBe(outer.signal.reason);
    expect(timeLimit(1_000, outer.signal).signal.aborted).toBe(true);
  });

  it('leaves nothing behind of work that is done', () => {
    const outer = new AbortController();
    const { signal, done } = timeLimit(1_000, outer.signal);
    done();
    expect(vi.getTimerCount()).toBe(0);
    outer.abort();
    expect(signal.aborted).toBe(false);
  });

  it('is hard where work does not listen, and is gone with the work', async () => {
    const late = endWithin(new Promise(() => {}), 1_000, () => new Error('too late'));
    const isLate = expect(late).rejects.toThrow('too late');
    vi.advanceTimersByTime(1_000);
    await isLate;
    expect(await endWithin(Promise.resolve('there'), 1_000, () => new Error('too late'))).toBe('there');
    await expect(endWithin(Promise.reject(new Error('failed')), 1_000, () => new Error('too late'))).rejects.toThrow(
      'failed',
    );
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('what is made once', () => {
  it('is the same for all who ask, and is tried again where it failed', async () => {
    let tries = 0;
    const make = once(async () => {
      tries += 1;
      if (tries === 1) throw new Error('not yet');
      return { tries };
    });
    await expect(make()).rejects.toThrow('not yet');
    const [first, second] = await Promise.all([make(), make()]);
    expect(first).toBe(second);
    expect(await make()).toEqual({ tries: 2 });
  });
});

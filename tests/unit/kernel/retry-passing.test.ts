import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { retryPassing } from '../../../shared/kernel/retry-passing.ts';

const failure = (name: string) => Object.assign(new Error(name), { name });

/** Work that fails with these errors, one after the other, and then succeeds. */
function failing(...names: string[]) {
  const left = [...names];
  return vi.fn(async () => {
    const name = left.shift();
    if (name !== undefined) throw failure(name);
    return 'done';
  });
}

describe('work that may be run twice', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'] });
    // The clock goes on by itself: nobody waits.
    vi.spyOn(Date, 'now').mockImplementation(() => {
      now += 50;
      return now;
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
  });
  let now = 1_800_000_000_000;

  it('is run again while AWS fails in a way that passes', async () => {
    const work = failing('InternalServiceError', 'ThrottlingException', 'TimeoutError');
    expect(await retryPassing(work)).toBe('done');
    expect(work).toHaveBeenCalledTimes(4);
  });

  it('is not run again where the same call would fail again', async () => {
    const work = failing('AccessDeniedException');
    await expect(retryPassing(work)).rejects.toThrow('AccessDeniedException');
    expect(work).toHaveBeenCalledTimes(1);
  });

  it('comes to an end where AWS goes on failing', async () => {
    const work = vi.fn(async () => {
      throw failure('InternalServiceError');
    });
    const began = now;
    await expect(retryPassing(work)).rejects.toThrow('InternalServiceError');
    expect(work.mock.calls.length).toBeGreaterThan(5);
    expect(now - began).toBeLessThan(10_000);
  });
});

import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { DueWork, type DueWorkSource } from '../../../infra/local/aws/due-work.ts';
import { LocalClock } from '../../../infra/local/clock/local-clock.ts';
import { replaceDate } from '../../../infra/local/clock/replace-date.ts';

interface Job {
  name: string;
  at: number;
}

function startWork(jobs: Job[], attempt: (job: Job) => Promise<void>) {
  const clock = new LocalClock();
  onTestFinished(replaceDate(clock.offset));
  const log = vi.fn();
  const source: DueWorkSource<Job> = {
    due: (now, limit) => jobs.filter(({ at }) => at <= now).slice(0, limit),
    earliestAfter: (now) => jobs.map(({ at }) => at).filter((at) => at > now)[0],
    keyOf: ({ name }) => name,
    attempt: async (job) => {
      await attempt(job);
      return () => jobs.splice(jobs.indexOf(job), 1);
    },
  };
  const work = new DueWork(source, clock, log);
  onTestFinished(() => work.close());
  return { clock, work, log };
}

const jobsAt = (count: number, at: number) =>
  Array.from({ length: count }, (_, index) => ({ name: `job ${index}`, at }));

describe('due work', () => {
  it('keeps one timer for a hundred thousand moments', () => {
    const setTimer = vi.spyOn(globalThis, 'setTimeout');
    onTestFinished(() => setTimer.mockRestore());
    const { work } = startWork(jobsAt(100_000, Date.now() + 3_600_000), async () => {});
    work.look();
    expect(setTimer).toHaveBeenCalledOnce();
  });

  it('runs a bounded number at once, and all of them in the end', async () => {
    let running = 0;
    let most = 0;
    const jobs = jobsAt(500, 0);
    const { work } = startWork(jobs, async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise(setImmediate);
      running -= 1;
    });
    work.look();
    await vi.waitFor(() => expect(jobs).toEqual([]), 15_000);
    expect(most).toBe(64);
  });

  it('does not start a job again while it runs', async () => {
    const attempt = vi.fn(() => new Promise<void>(() => {}));
    const { work } = startWork(jobsAt(1, 0), attempt);
    work.look();
    work.look();
    expect(attempt).toHaveBeenCalledOnce();
  });

  it('looks again as soon as the clock is moved', async () => {
    const jobs = jobsAt(3, Date.now() + 86_400_000);
    const { work, clock } = startWork(jobs, async () => {});
    work.look();
    clock.advance(86_400_000);
    await vi.waitFor(() => expect(jobs).toEqual([]), 15_000);
  });

  it('logs a job whose outcome could not be recorded, and leaves it alone', async () => {
    const attempt = vi.fn(async () => Promise.reject(new Error('no space left')));
    const { work, log } = startWork(jobsAt(1, 0), attempt);
    work.look();
    await vi.waitFor(() => expect(log).toHaveBeenCalledWith(expect.stringContaining('no space left')), 15_000);
    work.look();
    expect(attempt).toHaveBeenCalledOnce();
  });
});

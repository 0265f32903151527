import { expect, it } from 'vitest';
import { ReadersWriterLock } from '../../../infra/local/dynamodb/lock.ts';

it('lets readers share, writers be alone, and nobody overtake', async () => {
  const lock = new ReadersWriterLock();
  const log: string[] = [];
  const job = (name: string) => async () => {
    log.push(`+${name}`);
    await new Promise((later) => setImmediate(later));
    log.push(`-${name}`);
  };
  await Promise.all([
    lock.shared(job('r1')),
    lock.shared(job('r2')),
    lock.exclusive(job('w1')),
    lock.shared(job('r3')),
    lock.exclusive(job('w2')),
  ]);
  expect(log.join(' ')).toBe('+r1 +r2 -r1 -r2 +w1 -w1 +r3 -r3 +w2 -w2');
});

it('goes on after a job that failed', async () => {
  const lock = new ReadersWriterLock();
  await expect(lock.exclusive(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await expect(lock.exclusive(async () => 'next')).resolves.toBe('next');
});

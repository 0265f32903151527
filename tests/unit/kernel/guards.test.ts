import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { HeraldError } from '../../../shared/kernel/herald-error.ts';
import type { Guard } from '../../../shared/kernel/table/guard.ts';
import { withGuardErrors } from '../../../shared/kernel/table/guard-errors.ts';
import { retryOnGuard } from '../../../shared/kernel/table/retry-on-guard.ts';
import { GuardFailed } from '../../../shared/kernel/table/transact.ts';

const isGuard = (value: unknown): value is Guard => typeof (value as Guard | null)?.label === 'string';

/** Every guard that a subject declares in a `guards.ts`. */
async function declaredGuards(): Promise<Guard[]> {
  const files = readdirSync('shared', { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(^|\/)guards\.ts$/.test(file),
  );
  const guards: Guard[] = [];
  for (const file of files) {
    const module = (await import(/* @vite-ignore */ `../../../shared/${file}`)) as Record<string, object>;
    for (const group of Object.values(module)) guards.push(...Object.values(group).filter(isGuard));
  }
  return guards;
}

const refuse = (guard: Guard) =>
  withGuardErrors(() => Promise.reject(new GuardFailed(guard, { pk: 'a', sk: 'b', distributionId: 'another' }))).catch(
    (error: unknown) => error,
  );

describe('the guards of all subjects', () => {
  it('have a label each, so that a log line names one guard', async () => {
    const labels = (await declaredGuards()).map(({ label }) => label);
    expect(labels.length).toBeGreaterThan(30);
    expect(labels.filter((label, place) => labels.indexOf(label) !== place)).toEqual([]);
  });

  it('refuse with a problem that a caller can act on and that keeps the guard as its cause', async () => {
    for (const guard of (await declaredGuards()).filter(({ refusal }) => refusal !== undefined)) {
      const error = await refuse(guard);
      expect(error, guard.label).toBeInstanceOf(HeraldError);
      expect(['conflict', 'idempotency_key_reused', 'duplicate_content']).toContain((error as HeraldError).code);
      expect((error as HeraldError).cause).toMatchObject({ guard });
    }
  });

  it('stay as they are where the use case decides what a refusal means', async () => {
    expect(await refuse({ label: 'decided elsewhere' })).toBeInstanceOf(GuardFailed);
  });
});

describe('a write that is planned again', () => {
  const [mine, other] = [{ label: 'mine' }, { label: 'other' }];
  const failing = (times: number, guard: Guard) => {
    let calls = 0;
    return async () => {
      calls += 1;
      if (calls <= times) throw new GuardFailed(guard, undefined);
      return calls;
    };
  };

  it('is tried again only for the guards that it names', async () => {
    expect(await retryOnGuard({ guards: [mine], tries: 3 }, failing(2, mine))).toBe(3);
    await expect(retryOnGuard({ guards: [mine], tries: 3 }, failing(2, other))).rejects.toMatchObject({ guard: other });
  });

  it('gives up after its last try with the refusal of the guard', async () => {
    await expect(retryOnGuard({ guards: [mine], tries: 3 }, failing(3, mine))).rejects.toMatchObject({ guard: mine });
  });
});

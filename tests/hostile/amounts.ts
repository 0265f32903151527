import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { percentile, ratio, seconds, table } from '../bench/statistics.ts';
import type { AmountName, Amounts } from './one-amount.ts';

const ROUNDS = 2;
const MOST_TIMES = 2;
const MOST_LATE_MS = 3_000;

/** What the amounts of an honest tenant cost itself and others. @returns whether it is little */
export async function runAmounts(): Promise<boolean> {
  const isEach = [await besideConflicts(), await manyCreates(), await besideAnImport()];
  return isEach.every(Boolean);
}

/** In a process of its own: a process knows one Herald. */
async function measure<Name extends AmountName>(name: Name): Promise<Awaited<ReturnType<Amounts[Name]>>> {
  const child = fork(join(import.meta.dirname, 'one-amount.ts'), [name]);
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`${name} ended with ${code}.`)));
  const [found] = await Promise.race([once(child, 'message'), ended]);
  ended.catch(() => {});
  return found;
}

type Imported = Awaited<ReturnType<Amounts['calmImport']>>;

/** The same import with conflicts and without, in turns, so that both have the same machine. */
async function besideConflicts(): Promise<boolean> {
  const [calms, mets]: [Imported[], Imported[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    calms.push(await measure('calmImport'));
    mets.push(await measure('metImport'));
  }
  const [calm, met] = [calms, mets].map((runs) => runs.reduce((one, other) => (other.took < one.took ? other : one)));
  const title = `An import of ${calm!.rows} rows of one account, the better of ${ROUNDS}: at most ${MOST_TIMES} times as long under conflicts`;
  const rows = [
    ['no conflicts', seconds(calm!.took), calm!.conflicts],
    ['transactions of 5 to 12 ms', seconds(met!.took), met!.conflicts],
    ['ratio', ratio(met!.took, calm!.took), ''],
  ];
  process.stdout.write(table(title, ['', 's', 'conflicts'], rows));
  return met!.took <= MOST_TIMES * calm!.took;
}

async function manyCreates(): Promise<boolean> {
  const { statuses, took, conflicts } = await measure('creates');
  const counts = Map.groupBy(statuses, (status) => status);
  const rows = [...counts].sort(([one], [other]) => one - other).map(([status, of]) => [String(status), of.length]);
  const title = `${statuses.length} creates of one account at once, ${seconds(took)} s in all, ${conflicts} conflicts: no 5xx`;
  process.stdout.write(table(title, ['status', 'answers'], rows));
  return statuses.every((status) => status < 500);
}

async function besideAnImport(): Promise<boolean> {
  const { alone, beside, rows, took, aheadMs } = await measure('besideImport');
  const title = `Posts due in ${aheadMs / 1000} s of another tenant, beside an import of ${rows} rows (${seconds(took)} s): less than ${MOST_LATE_MS / 1000} s late`;
  const row = (what: string, { late, answered }: typeof alone) => [
    ...[what, late.length, ...[0.5, 0.95, 1].map((share) => seconds(percentile(late, share)))],
    ...[0.5, 1].map((share) => seconds(percentile(answered, share))),
  ];
  const header = ['late', 'posts', 'p50 s', 'p95 s', 'max s', 'answered p50 s', 'max s'];
  process.stdout.write(table(title, header, [row('before it', alone), row('beside it', beside)]));
  return beside.late.length > 0 && Math.max(...beside.late) < MOST_LATE_MS;
}
